import { mergePatch } from "../../model/merge-patch.ts";
import type { GivenSpec } from "../spec.ts";

/** A spec with further environment variables of each of its functions. */
export function variablesFor(given: GivenSpec, variables: Readonly<Record<string, string>> = {}): GivenSpec {
  const { functions } = { ...(given.input as { readonly functions?: unknown } | null) };
  if (Object.keys(variables).length === 0 || typeof functions !== "object" || functions === null) return given;
  const added = Object.keys(functions).map((name) => [name, { environment: variables }]);
  return { ...given, overrides: mergePatch(given.overrides ?? {}, { functions: Object.fromEntries(added) }) };
}
