import type { ResolvedFunction } from "../../model/resolve.ts";

/** Names of everything a function's clients reach: its permissions, and the secrets that verify its webhooks. Sorted. */
export function neededNames(fn: ResolvedFunction): string[] {
  const secrets = fn.triggers.flatMap((trigger) => (trigger.kind === "webhook" ? [trigger.spec.secret] : []));
  return [...new Set([...fn.permissions.map((permission) => permission.name), ...secrets])].sort();
}
