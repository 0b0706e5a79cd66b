import { nearest } from "../../model/nearest.ts";
import { type Findings, listed, NOTHING_FOUND, problem, remark } from "./findings.ts";
import { cannotTakeEvent } from "./python-parameters.ts";
import { children, parsePython, placeOf, type SyntaxNode, syntaxMistake } from "./python-syntax.ts";

/** Code that defines names in ways that cannot be seen without running it. */
const DYNAMIC = /\b(globals|exec|setattr|vars|__getattr__|sys\.modules)\b/;

/**
 * True if a Python module defines the function that the spec names, without running it.
 * @param file Path as the spec writes it.
 */
export function pythonFunction(
  text: string,
  { file, name, path }: { file: string; name: string; path: readonly (string | number)[] },
): Findings {
  const source = text.replace(/^\uFEFF/, "");
  const mistake = syntaxMistake(source);
  if (mistake !== undefined) {
    return problem({
      code: "python-syntax",
      path,
      message: `${file}:${mistake.line}:${mistake.column}: ${mistake.message}.`,
      remedy: "Correct the source: Python cannot load it.",
    });
  }
  const module = definitions(source);
  const found = module.names.get(name);
  if (found !== undefined) return usable(found, { file, name, path });
  if (module.open || DYNAMIC.test(source) || module.mentioned.has(name)) {
    return remark({
      code: "unseen-handler",
      path,
      message: `Whether ${file} defines "${name}" cannot be seen without running it.`,
      remedy: `Define it with "def ${name}(event, context):", or import it by its name.`,
    });
  }
  const names = [...module.names].filter(([, { callable }]) => callable).map(([one]) => one);
  const close = nearest(name, names);
  return problem({
    code: "missing-function",
    path,
    message: `${file} has no function "${name}"; ${names.length === 0 ? "it defines none" : `it has ${listed(names)}`}.`,
    remedy:
      close === undefined
        ? `Define "def ${name}(event, context):" there, or name the function after the colon: "${file}:FUNCTION".`
        : `Did you mean "${file}:${close}"? Otherwise define "def ${name}(event, context):" there.`,
  });
}

function usable(
  { line, callable, asynchronous, refuses }: Definition,
  { file, name, path }: { file: string; name: string; path: readonly (string | number)[] },
): Findings {
  if (!callable) {
    return problem({
      code: "missing-function",
      path,
      message: `${file}:${line}: "${name}" is not a function.`,
      remedy: `Define "def ${name}(event, context):".`,
    });
  }
  if (refuses !== undefined) {
    return problem({
      code: "handler-arguments",
      path,
      message: `${file}:${line}: "${name}" ${refuses}.`,
      remedy: `Define it with two positional parameters, "def ${name}(event, context):", and give others defaults.`,
    });
  }
  if (!asynchronous) return NOTHING_FOUND;
  return remark({
    code: "async-function",
    path,
    message: `${file}:${line}: "${name}" is an async function, which the runtimes of Python call without awaiting it.`,
    remedy: `Call it from a plain function: "def handler(event, context): return asyncio.run(${name}(event, context))".`,
  });
}

interface Definition {
  readonly line: number;
  /** True if it can be called, as far as can be seen. */
  readonly callable: boolean;
  readonly asynchronous: boolean;
  /** Why it cannot be called with an event and a context, if it cannot. */
  readonly refuses: string | undefined;
}

interface Module {
  readonly names: Map<string, Definition>;
  /** Names that the module uses at its top in other ways. */
  readonly mentioned: Set<string>;
  /** True if it has names that cannot be seen: of `from x import *`, or after a syntax error. */
  open: boolean;
}

/** Names that a module defines, also under conditions. */
function definitions(source: string): Module {
  const module: Module = { names: new Map(), mentioned: new Set(), open: false };
  for (const [, names = ""] of source.matchAll(/^\s*global\s+(.+)$/gm))
    for (const name of names.split(",")) module.mentioned.add(name.trim());
  visit(parsePython(source), source, module);
  return module;
}

function visit(node: SyntaxNode, source: string, module: Module): void {
  const define = (at: SyntaxNode, more: Partial<Definition> = {}) =>
    module.names.set(source.slice(at.from, at.to), {
      line: placeOf(source, at.from).line,
      callable: true,
      asynchronous: false,
      refuses: undefined,
      ...more,
    });
  if (node.type.isError) module.open = true;
  switch (node.name) {
    case "FunctionDefinition":
    case "ClassDefinition": {
      const name = node.getChild("VariableName");
      const plain = node.parent?.name !== "DecoratedStatement";
      if (!name) return;
      define(name, plain ? { asynchronous: node.getChild("async") !== null, refuses: refusal(node, source) } : {});
      return;
    }
    case "LambdaExpression":
      return;
    case "ImportStatement":
      if (node.getChild("*")) module.open = true;
      for (const name of imported(node)) define(name);
      return;
    case "AssignStatement": {
      const { targets, value } = assigned(node);
      // "name: Type" alone defines nothing.
      if (targets.length === 0) return;
      const refuses = value?.name === "LambdaExpression" ? cannotTakeEvent(value, source) : undefined;
      for (const target of targets) define(target, { callable: !LITERALS.has(value?.name ?? ""), refuses });
      break;
    }
    case "VariableName":
      module.mentioned.add(source.slice(node.from, node.to));
      return;
    default:
  }
  for (const child of children(node)) visit(child, source, module);
}

/** Why a function, or a class without bases, cannot be called with an event and a context. */
function refusal(node: SyntaxNode, source: string): string | undefined {
  if (node.name === "FunctionDefinition") return cannotTakeEvent(node, source);
  const methods = children(node.getChild("Body") ?? node).flatMap((one) => one.getChildren("FunctionDefinition"));
  const own = children(node.getChild("Body") ?? node).filter(({ name }) => name === "FunctionDefinition");
  const named = (method: SyntaxNode, wanted: string): boolean => {
    const name = method.getChild("VariableName");
    return name !== null && source.slice(name.from, name.to) === wanted;
  };
  if (node.getChild("ArgList") || methods.length > 0 || own.some((method) => named(method, "__new__")))
    return undefined;
  const init = own.find((method) => named(method, "__init__"));
  return init ? cannotTakeEvent(init, source, true) : "is a class that takes no arguments; assign an instance of it";
}

/** Values that cannot be called. */
const LITERALS = new Set([
  "Number",
  "String",
  "FormatString",
  "ContinuedString",
  "None",
  "Boolean",
  "ArrayExpression",
  "DictionaryExpression",
  "SetExpression",
]);

/** The names that an import binds: the last of each entry, without modules that are only reached through it. */
function imported(node: SyntaxNode): SyntaxNode[] {
  const parts = children(node);
  const start = parts.findLastIndex(({ name }) => name === "import");
  return parts
    .slice(start + 1)
    .filter(
      (part, index, all) =>
        part.name === "VariableName" && all[index + 1]?.name !== "as" && all[index + 1]?.name !== ".",
    );
}

function assigned(node: SyntaxNode): { targets: SyntaxNode[]; value: SyntaxNode | undefined } {
  const parts = children(node);
  const last = parts.findLastIndex(({ name }) => name === "AssignOp");
  const value = parts.length - last === 2 ? parts[last + 1] : undefined;
  return { targets: parts.slice(0, Math.max(last, 0)).flatMap(names), value };
}

/** The names in an assignment's target: `a`, `(a, b)`, `[a, *b]`. */
function names(node: SyntaxNode): SyntaxNode[] {
  if (node.name === "VariableName") return [node];
  return ["TupleExpression", "ArrayExpression", "ParenthesizedExpression"].includes(node.name)
    ? children(node).flatMap(names)
    : [];
}
