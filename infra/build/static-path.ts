import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { child, children, isNode, type Node, type Placed } from "./js-tree.ts";

/** The value of an expression that follows without running the module: a string, a path or a URL as a string. */
export type StaticText = (expression: Node) => string | undefined;

/**
 * Works out texts in a module: literals, constants, `__dirname` and its relatives, `join`, `resolve`, `new URL` and
 * `fileURLToPath` of these.
 */
export function staticTexts(module: string, { constants, called }: ModuleNames): StaticText {
  const open = new Set<Node>();
  const text: StaticText = (node) => {
    // A constant may be made of itself, in code that does not work.
    if (open.has(node)) return undefined;
    open.add(node);
    const found = evaluate(node, { module, constants, called, text });
    open.delete(node);
    return found;
  };
  return text;
}

/** The names of a module, which do not depend on its place. */
export interface ModuleNames {
  /** The number of bindings of each name. */
  readonly bindings: ReadonlyMap<string, number>;
  /** The values of constants that are bound once. */
  readonly constants: ReadonlyMap<string, Node>;
  /** `calledName` with names as the imported module has them: `join` of `j(...)` after `import { join as j }`. */
  readonly called: typeof calledName;
}

/** Reads the names of a module from its tree, once. */
export function moduleNames(nodes: readonly Placed[]): ModuleNames {
  const bindings = bindingsOf(nodes);
  return { bindings, constants: constantsOf(nodes, bindings), called: callNames(nodes, bindings) };
}

interface Context extends Pick<ModuleNames, "constants" | "called"> {
  readonly module: string;
  readonly text: StaticText;
}

function evaluate(node: Node, context: Context): string | undefined {
  const { module, constants, text } = context;
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? node.value : undefined;
    case "Identifier": {
      const constant = constants.get(String(node.name));
      return constant === undefined ? placeNamed(String(node.name), module) : text(constant);
    }
    case "TemplateLiteral":
      return templateText(node, text);
    case "BinaryExpression":
      return node.operator === "+" ? concatenated([child(node, "left"), child(node, "right")], text) : undefined;
    case "MemberExpression":
      return memberText(node, context);
    case "NewExpression":
      return isNamed(child(node, "callee"), "URL") ? urlText(children(node, "arguments"), text) : undefined;
    case "CallExpression":
      return callText(node, context);
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "ParenthesizedExpression": {
      const inner = child(node, "expression");
      return inner && text(inner);
    }
    default:
      return undefined;
  }
}

/** Constants whose name is bound once in the whole module; other names may stand for any value. */
function constantsOf(nodes: readonly Placed[], bindings: ModuleNames["bindings"]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const { node, parent } of nodes) {
    if (node.type !== "VariableDeclarator" || parent?.kind !== "const") continue;
    const [id, init] = [child(node, "id", "Identifier"), child(node, "init")];
    if (init !== undefined && bindings.get(String(id?.name)) === 1) found.set(String(id?.name), init);
  }
  return found;
}

/** Fields that hold the name of a binding, or part of a pattern of names. */
const BINDING = new Set(["id", "params", "param", "local", "elements", "argument", "value", "left"]);

/** The number of bindings of each name in all scopes together; too high rather than too low. */
function bindingsOf(nodes: readonly Placed[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { node, parent, field } of nodes) {
    if (node.type !== "Identifier" || !BINDING.has(field) || BINDING_FREE.has(parent?.type ?? "")) continue;
    found.set(String(node.name), (found.get(String(node.name)) ?? 0) + 1);
  }
  return found;
}

/** Nodes with such a field that only reads its name. */
const BINDING_FREE = new Set(
  (
    "UnaryExpression AwaitExpression YieldExpression SpreadElement ReturnStatement ThrowStatement BinaryExpression " +
    "LogicalExpression ArrayExpression ExportSpecifier"
  ).split(" "),
);

const placeNamed = (name: string, module: string): string | undefined =>
  name === "__dirname" ? dirname(module) : name === "__filename" ? module : undefined;

function memberText(node: Node, { module, text }: Context): string | undefined {
  const property = String(child(node, "property", "Identifier")?.name);
  const object = child(node, "object");
  if (object?.type === "MetaProperty") {
    if (property === "url") return pathToFileURL(module).href;
    return property === "dirname" ? dirname(module) : property === "filename" ? module : undefined;
  }
  const url = object && ["href", "pathname"].includes(property) ? text(object) : undefined;
  return url?.startsWith("file:") ? (property === "href" ? url : new URL(url).pathname) : undefined;
}

function templateText(node: Node, text: StaticText): string | undefined {
  const quasis = children(node, "quasis").map(({ value }) => String((value as { cooked?: string }).cooked));
  const parts = children(node, "expressions").map(text);
  if (parts.some((part) => part === undefined)) return undefined;
  return quasis.map((quasi, index) => quasi + (parts[index] ?? "")).join("");
}

function concatenated(parts: readonly (Node | undefined)[], text: StaticText): string | undefined {
  const texts = parts.map((part) => part && text(part));
  return texts.some((part) => part === undefined) ? undefined : texts.join("");
}

function urlText([path, base]: readonly Node[], text: StaticText): string | undefined {
  const [relative, from] = [path && text(path), base && text(base)];
  if (relative === undefined || from === undefined) return undefined;
  return URL.canParse(relative, from) ? new URL(relative, from).href : undefined;
}

function callText(node: Node, { module, called, text }: Context): string | undefined {
  const callee = child(node, "callee");
  const name = called(callee);
  const given = children(node, "arguments").map(text);
  if (name === "resolve" && isNamed(child(callee ?? node, "object"), "require")) {
    return given[0]?.startsWith(".") ? resolve(dirname(module), given[0]) : undefined;
  }
  const parts = given.flatMap((part) => (part === undefined ? [] : [part]));
  if (parts.length < given.length || parts.length === 0) return undefined;
  if (name === "join") return join(...parts);
  if (name === "resolve") return isAbsolute(parts[0] ?? "") ? resolve(...parts) : undefined;
  if (name === "dirname") return dirname(parts[0] ?? "");
  return name === "fileURLToPath" && parts[0]?.startsWith("file:") ? fileURLToPath(parts[0]) : undefined;
}

/** `join` of `join(...)` and of `path.join(...)`. */
export function calledName(callee: Node | undefined): string | undefined {
  const named = callee?.type === "MemberExpression" && callee.computed !== true ? child(callee, "property") : callee;
  return named?.type === "Identifier" ? String(named.name) : undefined;
}

function callNames(nodes: readonly Placed[], bindings: ModuleNames["bindings"]): typeof calledName {
  const renamed = new Map(nodes.flatMap(({ node, parent }) => renamedBy(node, parent) ?? []));
  return (callee) => {
    const name = calledName(callee);
    const original = callee?.type === "Identifier" && name !== undefined ? renamed.get(name) : undefined;
    return original !== undefined && bindings.get(name ?? "") === 1 ? original : name;
  };
}

/** The new and the old name: in `import { join as j }`, `const { join: j } = path` and `const j = path.join`. */
function renamedBy(node: Node, parent: Node | undefined): [string, string][] | undefined {
  const pair = (to: Node | undefined, from: Node | undefined): [string, string][] =>
    to?.type === "Identifier" && from?.type === "Identifier" ? [[String(to.name), String(from.name)]] : [];
  if (node.type === "ImportSpecifier") return pair(child(node, "local"), child(node, "imported"));
  if (node.type === "Property" && parent?.type === "ObjectPattern" && node.computed !== true)
    return pair(child(node, "value"), child(node, "key"));
  const init = node.type === "VariableDeclarator" && parent?.kind === "const" ? child(node, "init") : undefined;
  if (init?.type === "Identifier") return pair(child(node, "id"), init);
  return init?.type === "MemberExpression" && init.computed !== true
    ? pair(child(node, "id"), child(init, "property"))
    : undefined;
}

export const isNamed = (node: unknown, name: string): node is Node =>
  isNode(node) && node.type === "Identifier" && node.name === name;
