import spec from "../../polyfn.config.ts";
import type { Deployed } from "./app.ts";
import type { Place } from "./cloud.ts";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function place(kind: string, name: string, value: unknown): Place {
  if (!isObject(value) || typeof value.name !== "string" || typeof value.id !== "string") {
    throw new Error(`the stack's outputs don't say where ${kind} ${name} is`);
  }
  return { name: value.name, id: value.id, ...(typeof value.url === "string" ? { url: value.url } : {}) };
}

function places<N extends string>(kind: string, names: readonly N[], values: unknown): { readonly [K in N]: Place } {
  const found = isObject(values) ? values : {};
  return Object.fromEntries(names.map((name) => [name, place(kind, name, found[name])])) as { [K in N]: Place };
}

/** The deployed parts, from the outputs of the example's stack. */
export function deployedFrom(outputs: unknown): Deployed {
  const { resources, functions } = isObject(outputs) ? outputs : {};
  return {
    resources: places("resource", Object.keys(spec.resources) as (keyof typeof spec.resources)[], resources),
    functions: places("function", Object.keys(spec.functions) as (keyof typeof spec.functions)[], functions),
  };
}
