import type { Graph, GraphNode } from "../../adapters/graph/node.ts";
import type { Step } from "../../offline/engine/events.ts";

/** The part of the spec that a resource of a stack belongs to. */
export interface Part {
  /** Logical name of the App component; undefined for a resource outside of each. */
  readonly deployment?: string | undefined;
  /** The function or resource; undefined for what a deployment shares. */
  readonly name?: string | undefined;
  readonly trigger?: string | undefined;
}

/** One deployment of an app, as far as it can be planned before the engine runs. */
export interface PlannedDeployment {
  /** Logical name of the App component. */
  readonly name: string;
  /** For people: the target, with its region where the stack has several of it. */
  readonly title: string;
  readonly graph: Pick<Graph, "nodes">;
  /** Names of the resources whose URL answers web requests. */
  readonly served: ReadonlySet<string>;
}

const APP = "polyfn:index:App";

/**
 * Returns the part of the deployment that a resource belongs to: by the plan's graph, else by the components above it.
 */
export class Parts {
  readonly #byUrn = new Map<string, Part>();
  readonly #totals = new Map<string, number>();
  /** Names of App components, also of those that no plan has. */
  readonly #apps: Set<string>;

  constructor(private readonly deployments: readonly PlannedDeployment[]) {
    this.#apps = new Set(deployments.map(({ name }) => name));
    for (const deployment of deployments)
      for (const node of deployment.graph.nodes.values()) this.#know(deployment, node);
  }

  /** The part that a step belongs to. */
  of({ urn, type, name, parent }: Pick<Step, "urn" | "type" | "name" | "parent">): Part {
    for (const one of [urn, parent ?? ""]) if (typeOf(one) === APP) this.#apps.add(nameOf(one));
    return this.#byUrn.get(keyOf(type, name)) ?? this.#byComponent(urn, name, parent);
  }

  /** The number of a part's resources, if the plan has it. */
  total(part: Part): number | undefined {
    return this.#totals.get(keyOfPart(part));
  }

  /** True for a resource whose URL answers web requests, in a deployment or, without its name, in the only one. */
  serves(deployment: string | undefined, resource: string): boolean {
    return this.deployments.some(
      ({ name, served }) => (deployment === undefined || name === deployment) && served.has(resource),
    );
  }

  /** "thumbnail.onUpload on <target>"; the target only where a stack has several. */
  label(part: Part): string {
    const name = [part.name, part.trigger].filter((one) => one !== undefined).join(".") || "shared";
    const title = this.title(part);
    return title === undefined || this.deployments.length < 2 ? name : `${name} on ${title}`;
  }

  /** A resource's name without that of its deployment. */
  shortName(step: Step): string {
    const { deployment } = this.of(step);
    return deployment !== undefined && step.name.startsWith(`${deployment}-`)
      ? step.name.slice(deployment.length + 1)
      : step.name;
  }

  title({ deployment }: Part): string | undefined {
    return this.deployments.find(({ name }) => name === deployment)?.title;
  }

  #know({ name: deployment }: PlannedDeployment, { type, name, path }: GraphNode): void {
    const [, part, section, child] = path;
    const known: Part = { deployment, name: part, trigger: section === "triggers" ? child : undefined };
    this.#byUrn.set(keyOf(type, name), known);
    const key = keyOfPart(known);
    this.#totals.set(key, (this.#totals.get(key) ?? 0) + 1);
  }

  /** The component above is named `<deployment>-<part>`. */
  #byComponent(urn: string, name: string, parent: string | undefined): Part {
    const component = typeOf(parent ?? "").startsWith("polyfn:") ? nameOf(parent ?? "") : name;
    const apps = [...this.#apps].sort((a, b) => b.length - a.length);
    const app = apps.find((one) => component === one || component.startsWith(`${one}-`));
    if (app === undefined || !urn.includes(APP)) return {};
    return { deployment: app, name: component === app ? undefined : component.slice(app.length + 1) };
  }
}

export const keyOfPart = ({ deployment = "", name = "", trigger = "" }: Part): string =>
  JSON.stringify([deployment, name, trigger]);

const keyOf = (type: string, name: string): string => `${type}::${name}`;

/** The resource's own type: the last of the chain of types in its URN. */
function typeOf(urn: string): string {
  const chain = urn.split("::")[2] ?? "";
  return chain.slice(chain.lastIndexOf("$") + 1);
}

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);
