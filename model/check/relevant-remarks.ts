import { isPlainObject } from "../merge-patch.ts";
import type { CheckedApp } from "../parse.ts";
import { absenceOf, type Remark } from "../remarks.ts";
import type { Path } from "../schema/schema-walk.ts";

/**
 * Remarks that hold although the spec has problems. Leaves out a remark about something missing when a problem may be
 * its cause: the problem lies inside the part, or an unreadable part mentions the name that seems unused.
 */
export function relevantRemarks(
  { problems, faulty }: Pick<CheckedApp, "problems" | "faulty">,
  found: readonly Remark[],
): Remark[] {
  const mentioned = new Set(faulty.flatMap(stringsIn));
  return found.filter(({ code, path }) => {
    const fields = absenceOf(code);
    const name = String(path[1]);
    if (fields === undefined) return true;
    if (mentioned.has(name)) return false;
    return !problems.some((one) => isInFields(one.path, path, fields) || one.remedy.includes(JSON.stringify(name)));
  });
}

/** True when a path is `outer`, or is below one of these fields of it. */
const isInFields = (path: Path, outer: Path, fields: readonly string[]): boolean =>
  outer.every((key, at) => path[at] === key) &&
  (fields.length === 0 || path.length === outer.length || fields.includes(String(path[outer.length])));

/** Every key and string inside a value; of `{ ref: "name.url" }` the name. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (!isPlainObject(value)) return [];
  const { ref } = value;
  const name = typeof ref === "string" ? [ref.slice(0, Math.max(0, ref.lastIndexOf(".")))] : [];
  return [...name, ...Object.entries(value).flatMap(([key, child]) => [key, ...stringsIn(child)])];
}
