import { isPlainObject } from "../merge-patch.ts";
import { resources as resourceKinds } from "../resources/index.ts";
import { type Check, writtenObject } from "./parts.ts";

/** What polyfn adopts it does not configure: fields that would have no effect are mistakes. */
export const checkExisting: Check = (partial) =>
  Object.entries(writtenObject(partial, ["resources"])).flatMap(([name, resource]) => {
    if (!isPlainObject(resource) || resource.existing === undefined) return [];
    const definition = Object.entries(resourceKinds).find(([kind]) => kind === resource.kind)?.[1];
    if (definition === undefined) return [];
    const known = Object.keys(definition.schema.shape);
    const allowed = ["kind", "existing", "silence", ...(definition.adoptable ?? [])];
    return Object.keys(resource)
      .filter((field) => known.includes(field) && !allowed.includes(field))
      .map((field) => ({
        code: "conflict",
        path: ["resources", name, field],
        message: `"${name}" is adopted with existing, so ${field} would have no effect: polyfn does not change what it does not own.`,
        remedy: `Remove ${field}, or remove existing to let polyfn own the resource.`,
      }));
  });
