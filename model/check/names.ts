import type { Check } from "./parts.ts";
import { writtenObject } from "./parts.ts";

/**
 * Names are the first part of names in the cloud, and permissions name functions and resources alike: a name means one
 * thing, also to a cloud that ignores upper and lower case.
 */
export const checkNames: Check = (draft) => {
  const seen = new Map<string, readonly [map: string, name: string]>();
  return ["resources", "functions"].flatMap((map) =>
    Object.keys(writtenObject(draft, [map])).flatMap((name) => {
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
};
