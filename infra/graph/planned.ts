import { basename } from "node:path";
import type { Artifact } from "../../adapters/contract.ts";
import { Evaluation, type PlanValues, type Surroundings } from "../../adapters/graph/evaluation.ts";
import type { ProviderNode } from "../../adapters/graph/lowering.ts";
import type { Graph, GraphNode } from "../../adapters/graph/node.ts";
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

/** The package of a function. Throws InternalError for one that has none. */
export type Packages = (fn: string) => Pick<Artifact, "zip" | "sha256">;

export const packagesIn =
  (artifacts: ReadonlyMap<string, Artifact>): Packages =>
  (fn) => {
    const artifact = artifacts.get(fn);
    if (artifact === undefined) throw new InternalError(`Function "${fn}" has no package.`);
    return artifact;
  };

/** Stands for packages that are not built yet. */
export const withoutPackages: Packages = (fn) => ({ zip: `${fn}.zip`, sha256: "0".repeat(64) });

/** Pulumi logical name of a node. */
export function logicalName({ name, digestOf }: GraphNode, packages: Packages): string {
  return digestOf === undefined ? name : `${name}-${packages(digestOf).sha256.slice(0, 12)}`;
}

export interface PlannedOptions {
  readonly values: PlanValues;
  readonly provider: ProviderNode;
  readonly packages: Packages;
}

/**
 * The providers and the native resources of a graph, sorted by name and type; components only group them and are left out.
 */
export function plannedResources(graph: Graph, options: PlannedOptions): PlannedResource[] {
  const evaluation = new Evaluation(graph, surroundings(options));
  const sorted = (planned: unknown) => sortKeys(planned) as PlannedResource["inputs"];
  const nodes = [...graph.nodes.values()].filter(({ component }) => !component);
  return [
    ...[options.provider, ...(graph.providers ?? [])].map(({ package: of, name, inputs }) => ({
      type: `pulumi:providers:${of}`,
      name,
      inputs: sorted(evaluation.value(inputs)),
    })),
    ...nodes.map((node) => ({
      type: node.type,
      name: logicalName(node, options.packages),
      inputs: sorted(evaluation.inputs(node)),
    })),
  ].sort(byNameAndType);
}

/** Values outside of the cloud for an evaluation. Configuration is shown by its key, because a plan has no stack. */
export const surroundings = ({ values, packages }: Pick<PlannedOptions, "values" | "packages">): Surroundings => ({
  values,
  configuration: (key, type) => listed(`<${key}>`, type),
  package: (fn, attribute) => shownPackage(packages(fn), attribute),
  output: (_, type) => listed("<output>", type),
});

const listed = (value: string, type: "string" | "list" | undefined): string | string[] =>
  type === "list" ? [value] : value;

/** A package by its digest, because its path differs between machines. */
function shownPackage({ zip, sha256 }: ReturnType<Packages>, attribute: PackageAttribute): unknown {
  if (attribute === "sha256") return sha256;
  if (attribute === "sha256Base64") return base64Of(sha256);
  return { zip: basename(zip), sha256 };
}

function byNameAndType(a: PlannedResource, b: PlannedResource): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.type < b.type ? -1 : 1;
}
