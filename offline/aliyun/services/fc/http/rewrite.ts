import type { RouteSettings } from "../schemas/domain.ts";

export interface Target {
  /** Percent-encoded. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

type Rules = NonNullable<RouteSettings["rewriteConfig"]>;

/**
 * Path and query that the function sees: the first rule that fits decides, exact ones before wildcards before expressions.
 * https://www.alibabacloud.com/help/en/functioncompute/user-guide/configure-rewrite-policies
 */
export function rewrite(target: Target, { equalRules = [], wildcardRules = [], regexRules = [] }: Rules = {}): Target {
  const equal = equalRules.find(({ match }) => match === target.path);
  if (equal) return to(target, equal.replacement);
  for (const { match, replacement } of wildcardRules) {
    const found = wildcard(match).exec(target.path);
    if (found) return to(target, fill(replacement, found));
  }
  for (const { match, replacement } of regexRules) {
    const expression = new RegExp(match);
    if (expression.test(target.path)) return to(target, target.path.replace(expression, replacement));
  }
  return target;
}

/** `*` is any text, `^` ties the rule to the beginning of the path. */
function wildcard(match: string): RegExp {
  const anchored = match.startsWith("^");
  const source = match
    .slice(anchored ? 1 : 0)
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "(.*)");
  return new RegExp(`${anchored ? "^" : ""}${source}$`);
}

const fill = (replacement: string, found: RegExpExecArray): string =>
  replacement.replace(/\$(\d)/g, (_, index: string) => found[Number(index)] ?? "");

function to({ query }: Target, replacement: string): Target {
  const [path = "/", added = ""] = replacement.split("?");
  return { path: path.startsWith("/") ? path : `/${path}`, query: [added, query].filter(Boolean).join("&") };
}
