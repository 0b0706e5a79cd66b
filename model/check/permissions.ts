import { ACCESS, type Access } from "../access.ts";
import type { Problem } from "../errors.ts";
import { name as nameSchema } from "../names.ts";
import type { NamedKind, PartialParse } from "../partial-parse.ts";
import { oneOf } from "../schema/schema-messages.ts";
import type { Path } from "../schema/schema-walk.ts";
import { type Check, objectAt } from "./parts.ts";
import { remedyFor } from "./references.ts";

/** The remedy for each kind that has no permissions. */
const NO_PERMISSIONS: Partial<Record<NamedKind, string>> = {
  key: "Remove the entry: a function that may use a resource may also use the key that encrypts it.",
};

/** Permissions refer to parts of the spec and use the verbs of their kind. */
export const checkPermissions: Check = (partial) =>
  Object.keys(objectAt(partial, ["functions"])).flatMap((fn) => {
    const path = ["functions", fn, "permissions"];
    return Object.entries(objectAt(partial, path)).flatMap(([name, verbs]) =>
      check(partial, name, verbs, [...path, name]),
    );
  });

function check(partial: PartialParse, name: string, verbs: unknown, path: Path): Problem[] {
  const kind = partial.kinds.get(name);
  if (kind === "unread" || !nameSchema.safeParse(name).success) return [];
  if (kind === undefined) {
    const message = `There is no resource or function named "${name}" in this spec.`;
    return [
      {
        code: "dangling-reference",
        path,
        message,
        remedy: remedyFor(name, [...partial.kinds.keys()], "resource or function"),
      },
    ];
  }
  const allowed: readonly string[] = ACCESS[kind];
  if (allowed.length === 0) {
    const message = `"${name}" is of kind ${kind}, for which there are no permissions.`;
    return [{ code: "bad-permission", path, message, remedy: NO_PERMISSIONS[kind] ?? "Remove the entry." }];
  }
  const wrong = Array.isArray(verbs) ? verbs.filter((verb) => isAccess(verb) && !allowed.includes(verb)) : [];
  return [...new Set(wrong)].map((verb: Access) => ({
    code: "bad-permission",
    path,
    message: `There is no permission "${verb}" for "${name}", which is a ${kind}. It must be ${oneOf(allowed)}.`,
    remedy: allowed.length === 1 ? `Write ["${allowed[0]}"].` : `Choose from ${allowed.join(", ")}.`,
  }));
}

const verbsOfAllKinds: ReadonlySet<unknown> = new Set(Object.values(ACCESS).flat());
const isAccess = (verb: unknown): verb is Access => verbsOfAllKinds.has(verb);
