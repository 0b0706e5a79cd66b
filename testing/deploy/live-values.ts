import { attributeOf } from "../../adapters/graph/evaluation.ts";
import { Expression, type NodeKey, type Source } from "../../adapters/graph/expression.ts";
import type { Graph } from "../../adapters/graph/node.ts";
import { base64Of, type PackageAttribute } from "../../adapters/graph/package.ts";
import { asText, asTexts } from "../../infra/configuration.ts";
import type { Packages } from "../../infra/graph/planned.ts";
import { InternalError, UserError } from "../../model/errors.ts";
import { archiveOf } from "../../offline/plugins/server/wire.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The source of values that a graph does not know. */
export interface LiveSources {
  readonly graph: Pick<Graph, "handles">;
  /** Properties of a node once it is created. */
  state(node: NodeKey): Promise<Fields>;
  /** The answer of a function of the provider. */
  lookup(token: string, inputs: Fields): Promise<Fields>;
  readonly packages: Packages;
  /** Values of the stack's configuration, by key. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Values of a graph while it is created without an engine. Each expression is evaluated once. */
export class LiveValues {
  readonly #known = new Map<Expression, Promise<unknown>>();
  constructor(private readonly sources: LiveSources) {}

  async value(value: unknown): Promise<unknown> {
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Expression) {
      const known = this.#known.get(value) ?? this.#source(value.source);
      this.#known.set(value, known);
      return known;
    }
    if ("__pulumiOutput" in value) throw unknownOutput();
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.value(item)));
    const entries = Object.entries(value).map(async ([key, part]) => [key, await this.value(part)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async #source(source: Source): Promise<unknown> {
    switch (source.kind) {
      case "output":
        return (await this.sources.state(source.node))[source.attribute];
      case "reference":
        return this.value(attributeOf(this.sources.graph, source.name, source.attribute));
      case "lookup":
        return (await this.sources.lookup(source.token, (await this.value(source.inputs)) as Fields))[source.attribute];
      case "configuration":
        return this.#configuration(source);
      case "input":
        throw unknownOutput();
      case "join":
        return (await Promise.all(source.parts.map((part) => this.value(part)))).map(String).join("");
      case "call":
        return source.function.run(...(await Promise.all(source.args.map((argument) => this.value(argument)))));
      case "package":
        return this.#package(source.function, source.attribute);
      // Servers on this machine know at once what is new.
      case "wait":
      case "secret":
        return this.value(source.value);
    }
  }

  #configuration({ key, type }: Extract<Source, { kind: "configuration" }>): unknown {
    const value = configValue(this.sources.configuration, key);
    if (value === undefined) throw new InternalError(`Configuration "${key}" was not checked before the deployment.`);
    return type === "list" ? asTexts(key, value) : asText(key, value);
  }

  #package(fn: string, attribute: PackageAttribute): unknown {
    const { zip, sha256 } = this.sources.packages(fn);
    const values: { readonly [A in PackageAttribute]: unknown } = {
      archive: archiveOf(zip, sha256),
      path: zip,
      sha256,
      sha256Base64: base64Of(sha256),
    };
    return values[attribute];
  }
}

/** A value by its key in the spec, which may have polyfn's own namespace. */
export const configValue = (values: Readonly<Record<string, unknown>>, key: string): unknown =>
  values[key.replace(/^polyfn:/, "")] ?? values[key];

const unknownOutput = (): UserError =>
  new UserError(
    "The spec takes an Output of a Pulumi program, which only an engine knows.",
    'Deploy it with the engine, or give the value as { config: "<name>" }.',
  );
