import { parser } from "@lezer/python";

export type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

/** The syntax tree of a Python module without a byte order mark. */
export const parsePython = (source: string): SyntaxNode => parser.parse(source).topNode;

export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

export interface SyntaxMistake {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Completes "file:line:column: ". */
  readonly message: string;
}

/**
 * The first syntax error of a Python module. Nothing behind a form that Python has and the parser has not is reported,
 * since the parser takes it for something else.
 */
export function syntaxMistake(source: string): SyntaxMistake | undefined {
  const found: { at: number; message: string | undefined }[] = [];
  const visit = (node: SyntaxNode): void => {
    const message = node.type.isError ? unexpected(node, source) : mistake(node, source);
    const unknown = node.type.isError && isUnknownForm(node, source);
    if (unknown) found.push({ at: node.from, message: undefined });
    else if (message !== undefined) {
      // A missing clause is reported after the try.
      const at = node.name === "TryStatement" ? node.to : node.from + blanksAt(source, node.from);
      found.push({ at, message });
    }
    for (const child of children(node)) visit(child);
  };
  visit(parsePython(source));
  const [first] = found.sort((a, b) => a.at - b.at);
  return first?.message === undefined ? undefined : { ...placeOf(source, first.at), message: first.message };
}

export function placeOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The number of spaces at a position: an indentation error begins before them. */
const blanksAt = (source: string, at: number): number => /^[ \t]*/.exec(source.slice(at))?.[0].length ?? 0;

function mistake(node: SyntaxNode, source: string): string | undefined {
  const misplaced = indentation(node, source) ?? outside(node);
  if (misplaced !== undefined) return misplaced;
  const text = source.slice(node.from, node.to);
  switch (node.name) {
    case "PrintStatement":
      return /^print\s*>>/.test(text) ? undefined : "print needs parentheses in Python 3";
    case "String":
      return /^[a-z]*('''|"""|'|")[\s\S]*\1$/i.test(text) && !/^[a-z]*['"]$/i.test(text)
        ? undefined
        : "a string has no end";
    case "TryStatement":
      return children(node).some(({ name }) => name === "except" || name === "finally")
        ? undefined
        : "try has neither except nor finally";
    default:
      return undefined;
  }
}

function unexpected(node: SyntaxNode, source: string): string {
  const { from, to, parent, prevSibling } = node;
  if (parent?.name === "Body" && prevSibling?.name === ":") return "an indented block is expected here";
  const open = openBracket(node, source);
  if (open !== undefined) return open;
  const isLineStart = from === 0 || source[from - 1] === "\n";
  if (isLineStart && blanksAt(source, from) > 0) return "the line is indented more than the block that it is in";
  if (parent?.name === "Body" && prevSibling === null) return '":" is expected here';
  const [text = ""] = source.slice(from).match(/^\w+/) ?? source.slice(from, Math.max(to, from + 1)).split("\n");
  return text.trim() === "" ? "the line ends before its statement is complete" : `"${text.trim()}" is not expected`;
}

/** A bracket around an error in a later line that has no end. */
function openBracket({ from, parent }: SyntaxNode, source: string): string | undefined {
  for (let at = parent; at; at = at.parent) {
    const [first] = children(at);
    const isOpen = first !== undefined && /^[([{]$/.test(first.name) && !/^[)\]}]$/.test(at.lastChild?.name ?? "");
    if (!isOpen || !source.slice(first.from, from).includes("\n")) continue;
    return `"${first.name}" in line ${placeOf(source, first.from).line} is never closed`;
  }
  return undefined;
}

/** Statements that begin a line must be indented like the first of their block. */
function indentation(node: SyntaxNode, source: string): string | undefined {
  const block = node.parent;
  if ((block?.name !== "Script" && block?.name !== "Body") || node.name === "Comment" || node.name === ":")
    return undefined;
  const own = indentOf(node, source);
  if (own === undefined) return undefined;
  const before = children(block).filter(({ name }) => name !== "Comment" && name !== ":");
  const first =
    block.name === "Script" ? "" : before.map((one) => indentOf(one, source)).find((one) => one !== undefined);
  return own === first ? undefined : "the indentation fits no block around it";
}

/** The space before a node at the beginning of its line. */
function indentOf({ from }: SyntaxNode, source: string): string | undefined {
  const start = source.lastIndexOf("\n", from - 1) + 1;
  // Form feeds are no indentation.
  const before = source.slice(start, from).replaceAll("\f", "");
  return /^[ \t]*$/.test(before) ? before : undefined;
}

const FUNCTIONS = ["FunctionDefinition", "LambdaExpression"];

/** Statements outside of the block that they belong to. */
function outside(node: SyntaxNode): string | undefined {
  switch (node.name) {
    case "ReturnStatement":
      return above(node, FUNCTIONS, ["ClassDefinition"]) ? undefined : "return is outside of a function";
    case "YieldStatement":
    case "YieldExpression":
      return above(node, FUNCTIONS, ["ClassDefinition"]) ? undefined : "yield is outside of a function";
    case "BreakStatement":
    case "ContinueStatement":
      return above(node, ["ForStatement", "WhileStatement"], FUNCTIONS) ? undefined : "there is no loop around it";
    case "AwaitExpression": {
      if (above(node, ["ComprehensionExpression"], FUNCTIONS)) return undefined;
      const fn = above(node, FUNCTIONS, []);
      return fn?.name === "FunctionDefinition" && fn.getChild("async")
        ? undefined
        : "await is outside of an async function";
    }
    default:
      return undefined;
  }
}

/** The nearest node around it of these kinds, within the nearest of the others. */
function above(node: SyntaxNode, names: readonly string[], until: readonly string[]): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (names.includes(at.name)) return at;
    if (until.includes(at.name)) return undefined;
  }
  return undefined;
}

/** True if an error lies in a form that the parser does not know. */
function isUnknownForm(node: SyntaxNode, source: string): boolean {
  for (let at = node.parent; at; at = at.parent) {
    const inHead = node.from <= (at.getChild("Body")?.from ?? Number.POSITIVE_INFINITY);
    if (inHead && HEADS.has(at.name)) return true;
  }
  const start = source.lastIndexOf("\n", node.from - 1) + 1;
  const [line = ""] = source.slice(start).split("\n");
  return FORMS.some((form) => form.test(line));
}

/** Patterns of `case`, managers of `with` in parentheses, decorators that are any expression. */
const HEADS = new Set(["MatchClause", "WithStatement", "Decorator", "DecoratedStatement"]);

/** The same by their line, and other forms. */
const FORMS = [
  /^\s*(?:@|(?:match|case)\b|(?:async\s+)?with\b|print\s*>>)/,
  // yield without a value
  /\byield\s*(?:$|[)\]}#;,])/,
  // 1.
  /\d\.(?![\d\w])/,
  // * in subscripts, annotations and loops
  /\[\s*\*|,\s*\*[^\]]*\]|:\s*\*\w|\bin\s+\*|\bfor\b[^:]*,\s*\*/,
  /\blambda\b[^:]*(?:\/|,\s*:)/,
  // template strings, and raw ones with values
  /\b(?:t|tr|rt|fr|rf)["']/i,
];
