import { type Output, output, type Resource } from "@pulumi/pulumi";
import type { Handle } from "../adapters/contract.ts";
import type { Deployed } from "./stack.ts";

/** What a program may know of a resource that an App made. */
export class ResourceOutputs {
  /** The cloud's own name. */
  readonly name: Output<string>;
  /** The cloud's full identifier (an ARN). */
  readonly id: Output<string>;
  /** Where it is reached, if anywhere. */
  readonly url: Output<string | undefined>;
  readonly #handle: () => Promise<Handle>;

  constructor(handle: Promise<Handle>, url: Promise<Output<string> | undefined>) {
    this.name = output(handle.then((known) => known.name));
    this.id = output(handle.then((known) => known.id));
    this.url = output(url);
    this.#handle = () => handle;
  }

  /** The native resources by child name. A promise, because they are made after the App's constructor has returned. */
  get nodes(): Promise<Readonly<Record<string, Resource>>> {
    return this.#handle().then((handle) => handle.nodes);
  }
}

/** What a program may know of a function that an App made. */
export class FunctionOutputs extends ResourceOutputs {
  readonly #triggers: () => Promise<Readonly<Record<string, Readonly<Record<string, Resource>>>>>;

  constructor(
    handle: Promise<Handle>,
    url: Promise<Output<string> | undefined>,
    triggers: () => Promise<Readonly<Record<string, Readonly<Record<string, Resource>>>>>,
  ) {
    super(handle, url);
    this.#triggers = triggers;
  }

  /** The native resources of each trigger, by trigger and child name. */
  get triggers(): Promise<Readonly<Record<string, Readonly<Record<string, Resource>>>>> {
    return this.#triggers();
  }
}

export function functionOutputs(
  names: readonly string[],
  deployed: Promise<Deployed>,
): Record<string, FunctionOutputs> {
  const outputsOf = (name: string): FunctionOutputs =>
    new FunctionOutputs(
      deployed.then((scope) => scope.function(name)),
      deployed.then((scope) => scope.urlOf(name)),
      () => deployed.then((scope) => nodesOf(scope, name)),
    );
  return Object.fromEntries(names.map((name) => [name, outputsOf(name)]));
}

export function resourceOutputs(
  names: readonly string[],
  deployed: Promise<Deployed>,
): Record<string, ResourceOutputs> {
  const outputsOf = (name: string): ResourceOutputs =>
    new ResourceOutputs(
      deployed.then((scope) => scope.resource(name)),
      deployed.then((scope) => scope.resource(name).url),
    );
  return Object.fromEntries(names.map((name) => [name, outputsOf(name)]));
}

function nodesOf(scope: Deployed, name: string): Record<string, Readonly<Record<string, Resource>>> {
  return Object.fromEntries([...(scope.triggers.get(name) ?? [])].map(([trigger, handle]) => [trigger, handle.nodes]));
}
