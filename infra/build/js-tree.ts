import type { Program } from "oxc-parser";

/** A node of a module's syntax tree, whose form is only known by its type. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

/** The node at a field, if there is one of this type. */
export function child(node: Node, field: string, type?: string): Node | undefined {
  const value = node[field];
  return isNode(value) && (type === undefined || value.type === type) ? value : undefined;
}

/** The nodes of a list, such as the arguments of a call. */
export function children(node: Node, field: string): Node[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A node, and the one that it is part of. */
export interface Placed {
  readonly node: Node;
  readonly parent: Node | undefined;
  /** The parent's field that holds it. */
  readonly field: string;
}

export function* placedNodes(program: Program): Generator<Placed> {
  yield* below({ node: program as unknown as Node, parent: undefined, field: "" });
}

function* below(placed: Placed): Generator<Placed> {
  yield placed;
  const { node } = placed;
  for (const [field, value] of Object.entries(node)) {
    for (const item of Array.isArray(value) ? value : [value])
      if (isNode(item)) yield* below({ node: item, parent: node, field });
  }
}

export function* nodesOf(program: Program): Generator<Node> {
  for (const { node } of placedNodes(program)) yield node;
}
