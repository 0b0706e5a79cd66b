import { basename } from "node:path";
import type { Artifact } from "../../adapters/contract.ts";
import { Evaluation, type PlanValues, type Surroundings } from "../../adapters/graph/evaluation.ts";
import type { ProviderNode } from "../../adapters/graph/lowering.ts";
import type { Graph } from "../../adapters/graph/node.ts";
import { base64Of, type PackageAttribute } from "../../adapters/graph/package.ts";
import { InternalError } from "../../model/errors.ts";
import { sortKeys } from "../../model/merge-patch.ts";

/** A native resource as the engine would be asked to create it. */
export interface PlannedResource {
  /** Pulumi type token. */
  readonly type: string;
  /** Pulumi logical name. */
  readonly name: string;
  /** Secrets are "[secret]", packages `{ zip, sha256 }`. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface PlannedOptions {
  readonly values: PlanValues;
  readonly provider: ProviderNode;
  readonly artifacts: ReadonlyMap<string, Artifact>;
}

/**
 * The provider and the native resources of a graph, sorted by name and type; components only group them and are left out.
 */
export function plannedResources(graph: Graph, options: PlannedOptions): PlannedResource[] {
  const evaluation = new Evaluation(graph, surroundings(options));
  const { package: name, ...provider } = options.provider;
  const nodes = [...graph.nodes.values()].filter(({ component }) => !component);
  return [{ ...provider, type: `pulumi:providers:${name}` }, ...nodes]
    .map((node) => ({
      type: node.type,
      name: node.name,
      inputs: sortKeys(evaluation.value(node.inputs)) as PlannedResource["inputs"],
    }))
    .sort(byNameAndType);
}

/** What an evaluation finds where no cloud decides: configuration is its name, because a plan knows no stack. */
export const surroundings = ({ values, artifacts }: Pick<PlannedOptions, "values" | "artifacts">): Surroundings => ({
  values,
  configuration: (key, type) => listed(`<${key}>`, type),
  package: (fn, attribute) => shownPackage(artifacts.get(fn), fn, attribute),
  output: (_, type) => listed("<output>", type),
});

const listed = (value: string, type: "string" | "list" | undefined): string | string[] =>
  type === "list" ? [value] : value;

/** A package by its digest, because its path differs between machines. */
function shownPackage(artifact: Artifact | undefined, fn: string, attribute: PackageAttribute): unknown {
  if (artifact === undefined) throw new InternalError(`Function "${fn}" has no package.`);
  const { zip, sha256 } = artifact;
  if (attribute === "sha256") return sha256;
  if (attribute === "sha256Base64") return base64Of(sha256);
  return { zip: basename(zip), sha256 };
}

function byNameAndType(a: PlannedResource, b: PlannedResource): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.type < b.type ? -1 : 1;
}
