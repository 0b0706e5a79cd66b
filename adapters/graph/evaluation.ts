import { InternalError, UserError } from "../../model/errors.ts";
import { Expression, type NodeKey, type Source } from "./expression.ts";
import type { Graph, GraphNode } from "./node.ts";
import type { PackageAttribute } from "./package.ts";

type Values = Readonly<Record<string, unknown>>;

/** Stand-ins for the cloud's answers: values of the right form and length, so that a plan shows policies as they will be. */
export interface PlanValues {
  /** A new resource's identifier, and its outputs beside its inputs. */
  resource(node: { readonly type: string; readonly name: string; readonly inputs: Values }): {
    readonly id: string;
    readonly outputs: Values;
  };
  /** A function of the provider. Throws InternalError for one that no graph has. */
  lookup(request: { readonly token: string; readonly inputs: Values }): Values;
}

/** The values of an evaluation that neither a graph nor a cloud decides. */
export interface Surroundings {
  readonly values: PlanValues;
  configuration(key: string, type: "string" | "list"): unknown;
  package(fn: string, attribute: PackageAttribute): unknown;
  /** A Pulumi Output that the user's program passed in; one without a type stands in an override. */
  output(output: object, type?: "string" | "list"): unknown;
}

/** Stands for every secret. */
export const REDACTED = "[secret]";

/** A graph with plan values in the place of what only a deployment knows. Each node and expression is evaluated once. */
export class Evaluation {
  readonly #known = new Map<Expression, unknown>();
  readonly #inputs = new Map<GraphNode, Values>();
  readonly #states = new Map<NodeKey, Values>();
  readonly #open = new Set<NodeKey>();
  constructor(
    private readonly graph: Graph,
    private readonly surroundings: Surroundings,
  ) {}

  /** The inputs that the engine would be given; secrets are redacted. */
  inputs(node: GraphNode): Values {
    const known = this.#inputs.get(node);
    if (known) return known;
    const inputs = this.value(node.inputs) as Values;
    this.#inputs.set(node, inputs);
    return inputs;
  }

  /** A value without expressions. @throws InternalError where nodes need each other. */
  value(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Expression) return this.#expression(value);
    if ("__pulumiOutput" in value) return this.surroundings.output(value);
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.value(part)]));
  }

  #expression(expression: Expression): unknown {
    if (this.#known.has(expression)) return this.#known.get(expression);
    const value = this.#source(expression.source);
    this.#known.set(expression, value);
    return value;
  }

  #source(source: Source): unknown {
    const { surroundings } = this;
    switch (source.kind) {
      case "output":
        return this.#state(source.node)[source.attribute];
      case "reference":
        return this.#reference(source);
      case "lookup":
        return surroundings.values.lookup({ token: source.token, inputs: this.value(source.inputs) as Values })[
          source.attribute
        ];
      case "configuration":
        return surroundings.configuration(source.key, source.type);
      case "input":
        return surroundings.output(source.output, source.type);
      case "join":
        return source.parts.map((part) => String(this.value(part))).join("");
      case "call":
        return source.function.run(...source.args.map((argument) => this.value(argument)));
      case "secret":
        return REDACTED;
      case "package":
        return surroundings.package(source.function, source.attribute);
      case "wait":
        return this.value(source.value);
    }
  }

  #reference({ name, attribute }: Extract<Source, { kind: "reference" }>): unknown {
    return this.value(attributeOf(this.graph, name, attribute));
  }

  /** Inputs, outputs and identifier of a node. */
  #state(key: NodeKey): Values {
    const known = this.#states.get(key);
    if (known) return known;
    const node = this.graph.nodes.get(key);
    if (node === undefined) throw new InternalError(`The graph refers to ${key}, which is not in it.`);
    if (this.#open.has(key)) throw new InternalError(`${key} needs its own outputs.`);
    this.#open.add(key);
    const inputs = this.inputs(node);
    const { id, outputs } = this.surroundings.values.resource({ type: node.type, name: node.name, inputs });
    const state = { ...inputs, ...outputs, id };
    this.#open.delete(key);
    this.#states.set(key, state);
    return state;
  }
}

/**
 * Resolves a reference of the spec.
 * @throws UserError for an attribute that the resource or function does not have.
 */
export function attributeOf(graph: Pick<Graph, "handles">, name: string, attribute: "name" | "id" | "url"): unknown {
  const handle = graph.handles.get(name);
  if (handle === undefined) throw new InternalError(`The graph has no resource or function "${name}".`);
  const value = handle[attribute];
  if (value !== undefined) return value;
  throw new UserError(
    `{ ref: "${name}.${attribute}" }: "${name}" has no ${attribute}.`,
    "Refer to its name or id; a function has a url only with an http or webhook trigger of its own.",
  );
}
