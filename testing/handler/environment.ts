import type { ResolvedFunction } from "../../model/resolve.ts";
import { isConfiguration, isReference } from "../../model/value.ts";

type Variables = Readonly<Record<string, string>>;

/** Environment variables of a function. What only a deployment knows is a placeholder: `<uploads.name>`, `<key>`. */
export const environmentOf = (fn: ResolvedFunction, given: Variables = {}): Variables => ({
  ...Object.fromEntries(Object.entries(fn.environment).map(([name, value]) => [name, placeholder(value)])),
  ...given,
});

function placeholder(value: unknown): string {
  if (typeof value === "string") return value;
  if (isReference(value)) return `<${value.ref}>`;
  return isConfiguration(value) ? `<${value.config}>` : "<output>";
}

/** Runs work with these variables in `process.env`, and restores what was there. */
export async function withEnvironment<T>(variables: Variables, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
