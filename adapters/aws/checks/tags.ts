import type { Problem } from "../../../model/errors.ts";
import { type Checked, problem } from "../../shared/problem.ts";

/**
 * Tags of functions that their roles can't have together: IAM ignores the case of keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function checkTags({ app }: Checked): Problem[] {
  const common = sameKeys(app.tags);
  const own = [...app.functions.values()].flatMap(({ name, tags }) =>
    sameKeys(tags)
      .filter(([key]) => !common.some(([known]) => known === key))
      .map(([key, other]) => clash(["functions", name, "tags"], key, other)),
  );
  return [...common.map(([key, other]) => clash(["tags"], key, other)), ...own];
}

/** Each key that differs from one before it only in case, and that one. */
function sameKeys(tags: Readonly<Record<string, string>>): (readonly [key: string, other: string])[] {
  const first = new Map<string, string>();
  return Object.keys(tags).flatMap((key) => {
    const folded = key.toLowerCase();
    const other = first.get(folded);
    if (other === undefined) first.set(folded, key);
    return other === undefined ? [] : [[key, other] as const];
  });
}

const clash = (path: readonly string[], key: string, other: string): Problem =>
  problem(
    "conflict",
    [...path, key],
    `The tags "${other}" and "${key}" differ only in case, and IAM, which tags the functions' roles, ignores it.`,
    "Remove one of them, or rename it.",
  );
