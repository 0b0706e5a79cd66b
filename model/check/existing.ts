import { isPlainObject } from "../merge-patch.ts";
import { resources as resourceKinds } from "../resources/index.ts";
import { type Check, objectAt } from "./parts.ts";

/** polyfn does not configure an adopted resource, so settings on it would have no effect. */
export const checkExisting: Check = (partial) =>
  Object.entries(objectAt(partial, ["resources"])).flatMap(([name, resource]) => {
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
        message: `"${name}" is adopted with existing, so ${field} would have no effect: polyfn does not change resources that it does not own.`,
        remedy: `Remove ${field}, or remove existing to let polyfn own the resource.`,
      }));
  });
