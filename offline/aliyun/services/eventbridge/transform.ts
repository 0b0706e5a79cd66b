import { ApiError } from "../../core/error.ts";
import { isObject } from "./pattern.ts";

/** The rule that makes one parameter of a target from an event. */
export interface TargetParameter {
  readonly ResourceKey: string;
  readonly Form: "ORIGINAL" | "CONSTANT" | "JSONPATH" | "TEMPLATE";
  readonly Value?: string;
  readonly Template?: string;
}

/** The value of a parameter as text; undefined when the event hasn't what its path names. */
export function transform(parameter: TargetParameter, event: object): string | undefined {
  switch (parameter.Form) {
    case "ORIGINAL":
      return JSON.stringify(event);
    case "CONSTANT":
      return parameter.Value ?? "";
    case "JSONPATH":
      return textOf(jsonPath(parameter.Value ?? "", event));
    case "TEMPLATE": {
      const variables = readVariables(parameter.Value ?? "{}");
      return (parameter.Template ?? "").replace(/\$\{(\w+)\}/g, (whole, name: string) => {
        const path = variables[name];
        return path === undefined ? whole : (textOf(jsonPath(path, event)) ?? "");
      });
    }
  }
}

/** Every parameter of a target, by key. */
export const transformAll = (parameters: readonly TargetParameter[], event: object): Record<string, string> =>
  Object.fromEntries(
    parameters.flatMap((parameter) => {
      const value = transform(parameter, event);
      return value === undefined ? [] : [[parameter.ResourceKey, value]];
    }),
  );

const textOf = (value: unknown): string | undefined =>
  value === undefined || typeof value === "string" ? value : JSON.stringify(value);

/** `{"name":"$.data.name"}` */
export function readVariables(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, path]) => [name, String(path)]));
  } catch {
    // Answered below.
  }
  throw new ApiError(400, "InvalidArgument", "The Value of a TEMPLATE must be a JSON object of names and paths.");
}

/** `$`, `$.a.b`, `$['a']`, `$.list[0]`, `$.list[*]`. */
export function jsonPath(path: string, event: unknown): unknown {
  if (!/^\$(\.[^.[\]]+|\[('[^']*'|"[^"]*"|\d+|\*)\])*$/.test(path)) {
    throw new ApiError(400, "InvalidArgument", `${path} is no JSONPath that EventBridge takes.`);
  }
  const steps = [...path.matchAll(/\.([^.[\]]+)|\[(?:'([^']*)'|"([^"]*)"|(\d+|\*))\]/g)];
  return steps.reduce<unknown>((value, [, name, single, double, index]) => {
    if (index === "*") return value;
    if (index !== undefined) return Array.isArray(value) ? value[Number(index)] : undefined;
    const key = name ?? single ?? double ?? "";
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, event);
}
