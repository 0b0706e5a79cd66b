import { type Output, output } from "@pulumi/pulumi";
import type { Deployed, Nodes } from "./deployed.ts";

/** Outputs of a resource that an App made. */
export interface ResourceOutputs {
  /** The cloud's own name. */
  readonly name: Output<string>;
  /** The cloud's full identifier (an ARN). */
  readonly id: Output<string>;
  /** The address at which it is reached, if any. */
  readonly url: Output<string | undefined>;
  /** The native resources by child name. A promise, because they are made after the App's constructor has returned. */
  readonly nodes: Promise<Nodes>;
}

/** Outputs of a function that an App made. */
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
  readonly #name: string;
  readonly #deployed: Promise<Deployed>;

  constructor(name: string, deployed: Promise<Deployed>) {
    this.#name = name;
    this.#deployed = deployed;
    for (const attribute of ["name", "id", "url"] as const) {
      lazily(this, attribute, () => output(deployed.then((made) => made.attribute(name, attribute))));
    }
  }

  get nodes(): Promise<Nodes> {
    return this.#deployed.then((made) => made.nodes(this.#name));
  }

  get triggers(): Promise<Readonly<Record<string, Nodes>>> {
    return this.#deployed.then((made) => made.triggers(this.#name));
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

/** The outputs of resources or functions, by their names. */
export const outputsOf = (names: readonly string[], deployed: Promise<Deployed>): Record<string, FunctionOutputs> =>
  Object.fromEntries(names.map((name) => [name, new Outputs(name, deployed)]));
