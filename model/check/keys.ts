import { keyOf } from "../resolve.ts";
import { type Check, resourceOf } from "./parts.ts";

/**
 * A resource that outlives the stack must not be encrypted with a key that is deleted with it: it could not be read any
 * more.
 */
export const checkKeys: Check = (partial) =>
  Object.entries(partial.app.resources).flatMap(([name, spec]) => {
    const key = keyOf(spec);
    const { keep, existing } = resourceOf(partial, key, "key") ?? {};
    if (!spec.keep || key === undefined || keep !== false || existing !== undefined) return [];
    return [
      {
        code: "conflict",
        path: ["resources", name, "keep"],
        message: `"${name}" stays in the cloud when the stack is destroyed, but its key "${key}" is deleted. Nothing in it could be read any more.`,
        remedy: `Set keep: true on "${key}" too, or remove keep here.`,
      },
    ];
  });
