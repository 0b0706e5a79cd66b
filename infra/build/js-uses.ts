import { type Program, parseSync } from "oxc-parser";
import { isNode, type Node, nodesOf } from "./js-tree.ts";

/** The uses of a variable after its declaration. */
export interface Changes {
  /** True if it is assigned anew. */
  readonly assigned: boolean;
  /** Properties that are assigned by name. */
  readonly members: readonly string[];
  /** True if a call could change it, or a property with a name that is computed. */
  readonly passed: boolean;
}

const isName = (value: unknown, name: string): boolean =>
  isNode(value) && value.type === "Identifier" && value.name === name;

/** Calls that leave their arguments as they are. */
const HARMLESS = new Set(["defineHandler", "freeze", "seal", "keys", "entries", "log", "stringify"]);

export function changesOf(name: string, program: Program): Changes {
  const found = { assigned: false, members: [] as string[], passed: false };
  for (const node of nodesOf(program)) {
    if (node.type === "AssignmentExpression") {
      if (isName(node.left, name)) found.assigned = true;
      const left = isNode(node.left) && node.left.type === "MemberExpression" ? node.left : undefined;
      if (left === undefined || !isName(left.object, name)) continue;
      const property = left.property as Node;
      if (left.computed === true && property.type !== "Literal") found.passed = true;
      else found.members.push(String(property.name ?? property.value));
    } else if (node.type === "CallExpression" && isChange(node, name)) found.passed = true;
  }
  return found;
}

function isChange({ arguments: given, callee }: Node, name: string): boolean {
  if (!Array.isArray(given) || !given.some((argument) => isName(argument, name))) return false;
  const called = isNode(callee) && callee.type === "MemberExpression" ? callee.property : callee;
  return !(isNode(called) && HARMLESS.has(String(called.name)));
}

/** True if the module reads a property of this name of anything: `this.format`, `handler.format`. */
export function readsProperty(name: string, program: Program): boolean {
  for (const node of nodesOf(program)) {
    if (node.type !== "MemberExpression") continue;
    const property = node.property as Node;
    if (property.name === name || property.value === name) return true;
  }
  return false;
}

/** True if a source has JSX. One with errors has none; the bundler reports them. */
export function hasJsx(file: string, text: string): boolean {
  const { program } = parseSync(file, text);
  for (const { type } of nodesOf(program)) if (/^JSX(?:Element|Fragment)$/.test(type)) return true;
  return false;
}
