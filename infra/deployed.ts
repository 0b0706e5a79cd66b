import { type Output, output, type Resource } from "@pulumi/pulumi";
import type { NodeRef } from "../adapters/graph/node.ts";
import { InternalError } from "../model/errors.ts";
import type { Lowered } from "./graph/lower.ts";
import type { Registered } from "./graph/register.ts";

/** Native resources by child name. */
export type Nodes = Readonly<Record<string, Resource>>;

/** Everything that a deployment registered, by the names of the spec. */
export class Deployed {
  constructor(
    private readonly graph: Lowered,
    private readonly registered: Registered,
  ) {}

  /** An attribute of a resource or function; `undefined` of one without. */
  attribute(name: string, attribute: "name" | "id" | "url"): Output<string> | undefined {
    const value = this.#handle(name)[attribute];
    return value === undefined ? undefined : output(this.registered.values.input(value) as Output<string>);
  }

  nodes(name: string): Nodes {
    return this.#resources(this.#handle(name).nodes);
  }

  /** The native resources of each trigger of a function. */
  triggers(name: string): Readonly<Record<string, Nodes>> {
    const triggers = [...(this.graph.triggers.get(name) ?? [])];
    return Object.fromEntries(triggers.map(([trigger, { nodes }]) => [trigger, this.#resources(nodes)]));
  }

  #handle(name: string) {
    const handle = this.graph.handles.get(name);
    if (handle) return handle;
    throw new InternalError(`Nothing named "${name}" was deployed.`);
  }

  #resources(nodes: Readonly<Record<string, NodeRef>>): Nodes {
    const { resources } = this.registered;
    return Object.fromEntries(
      Object.entries(nodes).flatMap(([child, { key }]) => {
        const resource = resources.get(key);
        return resource === undefined ? [] : [[child, resource]];
      }),
    );
  }
}
