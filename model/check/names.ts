import type { Problem } from "../errors.ts";
import type { PartialParse } from "../partial-parse.ts";
import type { Path } from "../schema/schema-walk.ts";
import { type Check, writtenObject } from "./parts.ts";

/**
 * Names are the first part of names in the cloud, and permissions name functions and resources alike: a name means one
 * thing, also to a cloud that ignores upper and lower case.
 */
export const checkNames: Check = (partial) => [...oneThing(partial), ...joinedNames(partial)];

function oneThing(partial: PartialParse): Problem[] {
  const seen = new Map<string, readonly [map: string, name: string]>();
  return ["resources", "functions"].flatMap((map) =>
    Object.keys(writtenObject(partial, [map])).flatMap((name) => {
      const other = seen.get(name.toLowerCase());
      if (other === undefined) {
        seen.set(name.toLowerCase(), [map, name]);
        return [];
      }
      const what = other[0] === map ? "differs only in upper and lower case from" : "is also the name of";
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

/** What belongs to a function and carries the function's name before its own. */
interface Part {
  readonly name: string;
  /** In words: `trigger "b" of function "a"`. */
  readonly what: string;
  readonly path: Path;
}

/**
 * What belongs to a function is named `<function>-<its own name>` in the cloud and in the state. So a trigger `b` of a
 * function `a` would meet a function `a-b`, or a trigger `c` of that one the trigger `b-c` of `a`: two roles of one name,
 * of which the cloud keeps one.
 */
function joinedNames(partial: PartialParse): Problem[] {
  const functions = Object.keys(writtenObject(partial, ["functions"]));
  const owners = new Map(functions.map((fn) => [fn.toLowerCase(), `function "${fn}"`]));
  return functions
    .flatMap((fn) => [...invokerParts(partial, fn), ...triggerParts(partial, fn)])
    .flatMap(({ name, what, path }): Problem[] => {
      const owner = owners.get(name.toLowerCase());
      owners.set(name.toLowerCase(), owner ?? what);
      if (owner === undefined) return [];
      const message = `What it makes would be named "${name}" in the cloud, like what the ${owner} makes.`;
      return [
        { code: "name-clash", path, message, remedy: "Rename one of the two, or the function that it belongs to." },
      ];
    });
}

function triggerParts(partial: PartialParse, fn: string): Part[] {
  const path = ["functions", fn, "triggers"];
  return Object.keys(writtenObject(partial, path)).map((name) => ({
    name: `${fn}-${name}`,
    what: `trigger "${name}" of function "${fn}"`,
    path: [...path, name],
  }));
}

/** Invokers have a word of their own before their name; a function that has some has the word too. */
function invokerParts(partial: PartialParse, fn: string): Part[] {
  const path = ["functions", fn, "invokers"];
  const names = Object.keys(writtenObject(partial, path));
  const word = `${fn}-invoker`;
  const parts = names.map((name) => ({
    name: `${word}-${name}`,
    what: `invoker "${name}" of function "${fn}"`,
    path: [...path, name],
  }));
  return names.length === 0 ? [] : [{ name: word, what: `invokers of function "${fn}"`, path }, ...parts];
}
