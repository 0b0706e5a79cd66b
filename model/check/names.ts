import type { Problem } from "../errors.ts";
import type { PartialParse } from "../partial-parse.ts";
import type { Path } from "../schema/schema-walk.ts";
import { type Check, objectAt } from "./parts.ts";

/**
 * A name is the first part of names in the cloud, and permissions name functions and resources alike. So a name refers
 * to one part of the spec, also for a cloud that ignores case.
 */
export const checkNames: Check = (partial) => [...uniqueNames(partial), ...clashingParts(partial)];

function uniqueNames(partial: PartialParse): Problem[] {
  const seen = new Map<string, readonly [map: string, name: string]>();
  return ["resources", "functions"].flatMap((map) =>
    Object.keys(objectAt(partial, [map])).flatMap((name) => {
      const other = seen.get(name.toLowerCase());
      if (other === undefined) {
        seen.set(name.toLowerCase(), [map, name]);
        return [];
      }
      const what = other[0] === map ? "differs only in case from" : "is also the name of";
      return [
        {
          code: "name-clash",
          path: [map, name],
          message: `"${name}" ${what} ${other[0].slice(0, -1)} "${other[1]}".`,
          remedy: "Rename one of the two, here and wherever it is mentioned.",
        },
      ];
    }),
  );
}

/** A part of a function whose name in the cloud begins with the function's name. */
interface Part {
  readonly name: string;
  /** For messages: `trigger "b" of function "a"`. */
  readonly what: string;
  readonly path: Path;
}

/**
 * Parts of a function are named `<function>-<part>` in the cloud and in the state. So trigger `b` of function `a` would
 * clash with a function `a-b`, and trigger `b-c` of `a` with trigger `c` of `a-b`: two roles with one name, of which
 * the cloud keeps one.
 */
function clashingParts(partial: PartialParse): Problem[] {
  const functions = Object.keys(objectAt(partial, ["functions"]));
  const owners = new Map(functions.map((fn) => [fn.toLowerCase(), `function "${fn}"`]));
  return functions
    .flatMap((fn) => [...invokerParts(partial, fn), ...triggerParts(partial, fn)])
    .flatMap(({ name, what, path }): Problem[] => {
      const owner = owners.get(name.toLowerCase());
      owners.set(name.toLowerCase(), owner ?? what);
      if (owner === undefined) return [];
      const message = `Its resources would be named "${name}" in the cloud, like those of the ${owner}.`;
      return [
        { code: "name-clash", path, message, remedy: "Rename one of the two, or the function that it belongs to." },
      ];
    });
}

function triggerParts(partial: PartialParse, fn: string): Part[] {
  const path = ["functions", fn, "triggers"];
  return Object.keys(objectAt(partial, path)).map((name) => ({
    name: `${fn}-${name}`,
    what: `trigger "${name}" of function "${fn}"`,
    path: [...path, name],
  }));
}

/** Names of invokers begin with "invoker"; a function with invokers has a part of that name too. */
function invokerParts(partial: PartialParse, fn: string): Part[] {
  const path = ["functions", fn, "invokers"];
  const names = Object.keys(objectAt(partial, path));
  const word = `${fn}-invoker`;
  const parts = names.map((name) => ({
    name: `${word}-${name}`,
    what: `invoker "${name}" of function "${fn}"`,
    path: [...path, name],
  }));
  return names.length === 0 ? [] : [{ name: word, what: `invokers of function "${fn}"`, path }, ...parts];
}
