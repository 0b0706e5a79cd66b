import type { ResolvedFunction } from "../../model/resolve.ts";
import { json, type Symbolic } from "../graph/expression.ts";
import type { LoweringScope } from "../graph/lowering.ts";
import { RESOURCES_VARIABLE } from "./resources-variable.ts";
import { type SourceNames, sourcesOf } from "./trigger-sources.ts";

/** Values that the deployment passes to a function's shim in the environment. */
interface ShimInputs<Scope> {
  /** Names whose bindings it needs. */
  readonly names: readonly string[];
  readonly bindingOf: (name: string) => Symbolic<object>;
  /** By which physical names events say what they come from. */
  readonly sources: SourceNames<Scope>;
}

/**
 * The environment that a function runs with: the spec's own, and what its shim is told. The sources of triggers stand
 * beside the bindings, as `trigger:<name>`: no resource or function has a colon in its name.
 */
export function environmentOf<Scope extends LoweringScope>(
  scope: Scope,
  fn: ResolvedFunction,
  { names, bindingOf, sources }: ShimInputs<Scope>,
): Record<string, Symbolic<string>> {
  const own = Object.entries(fn.environment).map(([key, value]) => [key, scope.value(value)] as const);
  const bindings = names.map((name) => [name, bindingOf(name)] as const);
  const entries = [...bindings, ...sourcesOf(scope, fn, sources).map(([name, source]) => [`trigger:${name}`, source])];
  return {
    ...Object.fromEntries(own),
    ...(entries.length > 0 && { [RESOURCES_VARIABLE]: json(Object.fromEntries(entries)) }),
  };
}
