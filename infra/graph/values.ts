import {
  all,
  asset,
  type Input,
  type Output,
  output,
  type ProviderResource,
  type Resource,
  runtime,
  secret,
} from "@pulumi/pulumi";
import { attributeOf } from "../../adapters/graph/evaluation.ts";
import { Expression, type NodeKey, type Source } from "../../adapters/graph/expression.ts";
import type { Graph } from "../../adapters/graph/node.ts";
import { base64Of, type PackageAttribute, type PackageAttributes } from "../../adapters/graph/package.ts";
import { InternalError } from "../../model/errors.ts";
import { isPlainObject } from "../../model/merge-patch.ts";
import { asText, asTexts, type Configuration } from "../configuration.ts";
import { type Answers, type Lookup, lookupKey } from "./lookups.ts";
import type { Packages } from "./planned.ts";
import { waitForConsistency } from "./wait-for-consistency.ts";

export interface ValuesOptions {
  readonly graph: Pick<Graph, "handles">;
  /** Resources that are registered, by node; those of later nodes are added as they are registered. */
  readonly resources: ReadonlyMap<NodeKey, Resource>;
  /** Whom lookups ask. */
  readonly provider: ProviderResource;
  /** Results that the provider returned already. Default: each is requested when it is used. */
  readonly answers?: Answers;
  readonly configuration: Configuration;
  readonly packages: Packages;
}

/**
 * Values of a graph as Pulumi's inputs. An expression whose parts are all known becomes its value, any other becomes one
 * Output, however often it is used.
 */
export class Values {
  readonly #known = new Map<Expression, Input<unknown>>();
  constructor(private readonly options: ValuesOptions) {}

  /** The value itself where no part of it is an expression. */
  input(value: unknown): Input<unknown> {
    if (typeof value !== "object" || value === null || "__pulumiOutput" in value) return value;
    if (value instanceof Expression) return this.#expression(value);
    if (Array.isArray(value)) return value.map((item) => this.input(item));
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.input(part)]));
  }

  #expression(expression: Expression): Input<unknown> {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    const made = this.#source(expression.source);
    this.#known.set(expression, made);
    return made;
  }

  #source(source: Source): Input<unknown> {
    switch (source.kind) {
      case "output":
        return this.#output(source.node, source.attribute);
      case "reference":
        return this.input(attributeOf(this.options.graph, source.name, source.attribute));
      case "lookup":
        return this.#lookup(source);
      case "configuration":
        return this.#configuration(source);
      case "input":
        return source.output;
      case "join":
        return this.#made(source.parts, (...parts) => parts.map(String).join(""));
      case "call":
        return this.#made(source.args, source.function.run);
      case "secret":
        return secret(this.input(source.value));
      case "package":
        return this.#package(source.function, source.attribute);
      case "wait":
        return waitForConsistency(
          output(this.input(source.value)),
          this.input(source.createdAt) as Input<string | number | undefined>,
          source.seconds,
        );
    }
  }

  #made(parts: readonly unknown[], make: (...parts: readonly unknown[]) => unknown): Input<unknown> {
    const inputs = parts.map((part) => this.input(part));
    return inputs.every(isKnown) ? make(...inputs) : all(inputs).apply((values) => make(...values));
  }

  #output(node: NodeKey, attribute: string): Output<unknown> {
    const resource = this.options.resources.get(node) as (Resource & Record<string, unknown>) | undefined;
    const value = resource?.[attribute];
    if (value === undefined) throw new InternalError(`${node} has no output "${attribute}", or is not registered yet.`);
    return value as Output<unknown>;
  }

  #lookup({ token, inputs, attribute }: Lookup): Input<unknown> {
    const { provider, answers } = this.options;
    const known = answers?.get(lookupKey({ token, inputs }));
    if (known !== undefined) return known[attribute];
    const answer: Output<Record<string, unknown>> = runtime.invokeOutput(
      token,
      this.input(inputs) as Record<string, Input<unknown>>,
      { provider },
    );
    return answer.apply((outputs) => outputs[attribute]);
  }

  #configuration({ key, type }: Extract<Source, { kind: "configuration" }>): Output<unknown> {
    const found = this.options.configuration.get(key);
    if (found === undefined) throw new InternalError(`Configuration "${key}" was not checked before the deployment.`);
    return found.apply((value): unknown => (type === "list" ? asTexts(key, value) : asText(key, value)));
  }

  #package(fn: string, attribute: PackageAttribute): Input<unknown> {
    return PACKAGE[attribute](this.options.packages(fn));
  }
}

/** True if a value is the same outside of Outputs: made of strings, numbers, lists and plain objects alone. */
function isKnown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  if (Array.isArray(value)) return value.every(isKnown);
  return isPlainObject(value) && !("__pulumiOutput" in value) && Object.values(value).every(isKnown);
}

/** Attributes of a package that is built. */
const PACKAGE: { readonly [A in PackageAttribute]: (built: ReturnType<Packages>) => Input<unknown> } = {
  archive: ({ zip }) => new asset.FileArchive(zip),
  path: ({ zip }): PackageAttributes["path"] => zip,
  sha256: ({ sha256 }) => sha256,
  sha256Base64: ({ sha256 }) => base64Of(sha256),
};
