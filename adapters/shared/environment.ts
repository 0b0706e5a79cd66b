import type { ResolvedFunction } from "../../model/resolve.ts";
import { json, type Symbolic } from "../graph/expression.ts";
import type { LoweringScope } from "../graph/lowering.ts";
import { RESOURCES_VARIABLE } from "./resources-variable.ts";

/**
 * The environment that a function runs with: the spec's own, and the bindings of these names, which its clients read.
 */
export function environmentOf(
  scope: LoweringScope,
  fn: ResolvedFunction,
  names: readonly string[],
  bindingOf: (name: string) => Symbolic<object>,
): Record<string, Symbolic<string>> {
  const own = Object.entries(fn.environment).map(([key, value]) => [key, scope.value(value)] as const);
  const variables = Object.fromEntries(own);
  if (names.length === 0) return variables;
  const bindings = Object.fromEntries(names.map((name) => [name, bindingOf(name)] as const));
  return { ...variables, [RESOURCES_VARIABLE]: json(bindings) };
}
