import type { Problem } from "../errors.ts";
import { type Check, type TriggerPart, triggersOf } from "./parts.ts";

/** A parsed route of an api. */
interface Route {
  readonly text: string;
  readonly method: string;
  /** The path without parameter names: requests cannot distinguish `/{id}` from `/{key}`. */
  readonly shape: string;
  readonly part: TriggerPart<"http">;
}

/** A parameter has one value, so a path with the same name twice would lose one. */
const repeatedParameters: Check = (partial) =>
  triggersOf(partial, "http").flatMap(({ trigger, path }) =>
    (trigger.routes ?? []).flatMap((route, index) => {
      const names = [...route.matchAll(/\{(\w+)\+?\}/g)].map(([, name = ""]) => name);
      const repeated = names.find((name, at) => names.indexOf(name) !== at);
      if (repeated === undefined) return [];
      return [
        {
          code: "bad-format",
          path: [...path, "routes", index],
          message: `"${route}" has the parameter "${repeated}" twice, and a parameter has one value.`,
          remedy: "Give each parameter of the route a name of its own.",
        },
      ];
    }),
  );

/**
 * No request may match two routes of an api equally well. A longer or more literal path takes precedence over a
 * parameter on every target, so only equal paths clash. ANY clashes only with ANY, because a named method takes
 * precedence over it.
 */
const equalRoutes: Check = (partial) => {
  const taken = new Map<string, Route>();
  return triggersOf(partial, "http").flatMap((part) =>
    routesOf(part).flatMap((route) => {
      const key = `${part.trigger.api} ${route.method} ${route.shape}`;
      const other = taken.get(key);
      if (other === undefined) {
        taken.set(key, route);
        return [];
      }
      return [clash(route, other)];
    }),
  );
};

const EVERY_REQUEST = "ANY /{everything+}";

function routesOf(part: TriggerPart<"http">): Route[] {
  if (part.trigger.api === undefined) return [];
  return (part.trigger.routes ?? [EVERY_REQUEST]).map((text) => {
    const [method = "", path = ""] = text.split(" ");
    return { text, method, shape: path.replaceAll(/\{\w+(\+?)\}/g, "{$1}"), part };
  });
}

function clash(route: Route, other: Route): Problem {
  const owner = `trigger "${other.part.name}" of function "${other.part.function}"`;
  const title = route.text === EVERY_REQUEST ? "Every request" : `"${route.text}"`;
  const same = route.text === other.text ? "" : ` as "${other.text}"; parameter names do not distinguish routes`;
  return {
    code: "duplicate-route",
    path: route.part.trigger.routes === undefined ? route.part.path : [...route.part.path, "routes"],
    message: `${title} of the api "${route.part.trigger.api}" is already answered by ${owner}${same}.`,
    remedy: "Give it another method or path, or remove one of the two.",
  };
}

/** Routes of apis that no target could serve as written. */
export const checkRoutes: Check = (partial) => [...repeatedParameters(partial), ...equalRoutes(partial)];
