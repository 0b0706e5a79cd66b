import { isPlainObject } from "../merge-patch.ts";
import type { CheckedApp } from "../parse.ts";
import { absenceOf, type Remark } from "../remarks.ts";
import type { Path } from "../schema/schema-walk.ts";

/**
 * The remarks that hold beside the problems of a spec: not those about something that is not there where a problem may
 * be the cause, because it lies inside, or because what could not be read mentions the part that nothing seems to use.
 */
export function beside(
  { problems, faulty }: Pick<CheckedApp, "problems" | "faulty">,
  found: readonly Remark[],
): Remark[] {
  const mentioned = new Set(faulty.flatMap(textsIn));
  return found.filter(({ code, path }) => {
    const fields = absenceOf(code);
    const name = String(path[1]);
    if (fields === undefined) return true;
    if (mentioned.has(name)) return false;
    return !problems.some((one) => isInside(one.path, path, fields) || one.remedy.includes(JSON.stringify(name)));
  });
}

/** Whether a path is `outer`, or below one of these fields of it. */
const isInside = (path: Path, outer: Path, fields: readonly string[]): boolean =>
  outer.every((key, at) => path[at] === key) &&
  (fields.length === 0 || path.length === outer.length || fields.includes(String(path[outer.length])));

/** Every key and string inside a value, and of `{ ref: "name.url" }` the name. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isPlainObject(value)) return [];
  const { ref } = value;
  const name = typeof ref === "string" ? [ref.slice(0, Math.max(0, ref.lastIndexOf(".")))] : [];
  return [...name, ...Object.entries(value).flatMap(([key, child]) => [key, ...textsIn(child)])];
}
