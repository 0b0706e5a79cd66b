import { type Output, output, type Resource } from "@pulumi/pulumi";
import type { Handle } from "../adapters/contract.ts";
import type { Deployed } from "./stack.ts";

type Nodes = Readonly<Record<string, Resource>>;

/** What a program may know of a resource that an App made. */
export interface ResourceOutputs {
  /** The cloud's own name. */
  readonly name: Output<string>;
  /** The cloud's full identifier (an ARN). */
  readonly id: Output<string>;
  /** Where it is reached, if anywhere. */
  readonly url: Output<string | undefined>;
  /** The native resources by child name. A promise, because they are made after the App's constructor has returned. */
  readonly nodes: Promise<Nodes>;
}

/** What a program may know of a function that an App made. */
export interface FunctionOutputs extends ResourceOutputs {
  /** The native resources of each trigger, by trigger and child name. */
  readonly triggers: Promise<Readonly<Record<string, Nodes>>>;
}

/**
 * Outputs are made when they are asked for: an app of hundreds of functions would otherwise make thousands that nobody
 * reads. The three of a resource are listed, so that a stack can export them; native resources are not.
 */
class Outputs implements FunctionOutputs {
  declare readonly name: Output<string>;
  declare readonly id: Output<string>;
  declare readonly url: Output<string | undefined>;
  readonly #deployed: Promise<Deployed>;
  readonly #handle: (scope: Deployed) => Handle;
  readonly #nodesOfTriggers: (scope: Deployed) => Readonly<Record<string, Nodes>>;

  constructor(
    deployed: Promise<Deployed>,
    handle: (scope: Deployed) => Handle,
    url: (scope: Deployed) => Output<string> | undefined,
    nodesOfTriggers: (scope: Deployed) => Readonly<Record<string, Nodes>> = () => ({}),
  ) {
    this.#deployed = deployed;
    this.#handle = handle;
    this.#nodesOfTriggers = nodesOfTriggers;
    lazily(this, "name", () => output(deployed.then((scope) => handle(scope).name)));
    lazily(this, "id", () => output(deployed.then((scope) => handle(scope).id)));
    lazily(this, "url", () => output(deployed.then(url)));
  }

  get nodes(): Promise<Nodes> {
    return this.#deployed.then((scope) => this.#handle(scope).nodes);
  }

  get triggers(): Promise<Readonly<Record<string, Nodes>>> {
    return this.#deployed.then(this.#nodesOfTriggers);
  }
}

function lazily<T>(of: object, property: string, make: () => T): void {
  let made: { value: T } | undefined;
  Object.defineProperty(of, property, {
    enumerable: true,
    get: () => {
      made ??= { value: make() };
      return made.value;
    },
  });
}

export function functionOutputs(
  names: readonly string[],
  deployed: Promise<Deployed>,
): Record<string, FunctionOutputs> {
  const outputsOf = (name: string): FunctionOutputs =>
    new Outputs(
      deployed,
      (scope) => scope.function(name),
      (scope) => scope.urlOf(name),
      (scope) => nodesOf(scope, name),
    );
  return Object.fromEntries(names.map((name) => [name, outputsOf(name)]));
}

export function resourceOutputs(
  names: readonly string[],
  deployed: Promise<Deployed>,
): Record<string, ResourceOutputs> {
  const handle = (name: string) => (scope: Deployed) => scope.resource(name);
  return Object.fromEntries(
    names.map((name) => [name, new Outputs(deployed, handle(name), (scope) => handle(name)(scope).url)]),
  );
}

function nodesOf(scope: Deployed, name: string): Record<string, Readonly<Record<string, Resource>>> {
  return Object.fromEntries([...(scope.triggers.get(name) ?? [])].map(([trigger, handle]) => [trigger, handle.nodes]));
}
