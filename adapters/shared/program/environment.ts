import { type Input, jsonStringify, type Output } from "@pulumi/pulumi";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import type { Scope } from "../../contract.ts";
import { RESOURCES_VARIABLE } from "../resources-variable.ts";

/**
 * The environment that a function runs with: the spec's own, and the physical facts behind these names, which its
 * clients read.
 */
export function environmentOf(
  scope: Scope,
  fn: ResolvedFunction,
  names: readonly string[],
  factsOf: (name: string) => Input<object>,
): Record<string, Output<string>> {
  const own = Object.entries(fn.environment).map(([key, value]) => [key, scope.value(value)] as const);
  const variables = Object.fromEntries(own);
  if (names.length === 0) return variables;
  const facts = Object.fromEntries(names.map((name) => [name, factsOf(name)] as const));
  return { ...variables, [RESOURCES_VARIABLE]: jsonStringify(facts) };
}
