import { children, type SyntaxNode } from "./python-syntax.ts";

/** The parameters of a Python function. */
interface Parameters {
  /** Names without the receiver; how many have no default. */
  readonly positional: number;
  readonly required: number;
  /** True if it has `*args`. */
  readonly open: boolean;
  /** Parameters after `*` that have no default. */
  readonly keywords: readonly string[];
}

/** Positional arguments that the runtimes of both clouds give: event and context. */
const GIVEN = 2;

/**
 * Why a function cannot be called with an event and a context, if it cannot: completes "NAME ...".
 * @param fn A FunctionDefinition or a LambdaExpression.
 * @param receiver Whether the first parameter is `self`.
 */
export function cannotTakeEvent(fn: SyntaxNode, source: string, receiver = false): string | undefined {
  const list = fn.getChild("ParamList");
  const found = list ? parametersOf(list, source) : NONE;
  const taken = receiver ? { ...found, positional: found.positional - 1, required: found.required - 1 } : found;
  if (!taken.open && taken.positional < GIVEN) {
    return `takes ${count(taken.positional)}, and the runtime gives it two: event and context`;
  }
  if (taken.required > GIVEN) return `needs ${count(taken.required)}, and the runtime gives it two: event and context`;
  const [keyword] = taken.keywords;
  return keyword === undefined
    ? undefined
    : `needs "${keyword}" as a keyword argument, which the runtime does not give`;
}

const count = (arguments_: number): string =>
  arguments_ <= 0 ? "no positional arguments" : `${arguments_} positional argument${arguments_ === 1 ? "" : "s"}`;

const NONE: Parameters = { positional: 0, required: 0, open: false, keywords: [] };

function parametersOf(list: SyntaxNode, source: string): Parameters {
  const found = { positional: 0, required: 0, open: false, keywords: [] as string[] };
  let afterStar = false;
  for (const part of parts(list)) {
    const texts = part.map((node) => source.slice(node.from, node.to));
    const [first] = texts;
    const name = part.find((node) => node.name === "VariableName");
    if (first === "*") {
      afterStar = true;
      if (name !== undefined) found.open = true;
    } else if (first !== "**" && first !== "/" && name !== undefined) {
      const hasDefault = part.some((node) => node.name === "AssignOp");
      if (!afterStar) found.positional++;
      if (!afterStar && !hasDefault) found.required++;
      if (afterStar && !hasDefault) found.keywords.push(source.slice(name.from, name.to));
    }
  }
  return found;
}

/** The nodes of each parameter. */
function parts(list: SyntaxNode): SyntaxNode[][] {
  const found: SyntaxNode[][] = [[]];
  for (const node of children(list)) {
    if (node.name === ",") found.push([]);
    else if (!["(", ")", "Comment"].includes(node.name)) found.at(-1)?.push(node);
  }
  return found;
}
