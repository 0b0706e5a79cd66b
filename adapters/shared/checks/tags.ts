import type { Problem } from "../../../model/errors.ts";
import { type Checked, problem, when } from "../problem.ts";

/** What a cloud allows in tags. */
export interface TagRule {
  readonly cloud: string;
  /** Of one resource, the app's own included. */
  readonly max: number;
  readonly reserved: RegExp;
  /** What the pattern refuses: one sentence. */
  readonly why: string;
}

/** Too many tags, and tags with names that are the cloud's own. Each is told once, where it is written. */
export function tagProblems({ cloud, max, reserved, why }: TagRule, { app }: Checked): Problem[] {
  const tagged = [
    { path: ["tags"], tags: app.tags },
    ...[...app.functions.values()].map(({ name, tags }) => ({ path: ["functions", name, "tags"], tags })),
    ...[...app.resources.values()].map(({ name, tags }) => ({ path: ["resources", name, "tags"], tags })),
  ];
  return tagged.flatMap(({ path, tags }) => [
    ...when(Object.keys(tags).length > max, () =>
      problem(
        "out-of-range",
        path,
        `${cloud} allows ${max} tags on one resource; with the app's own there are ${Object.keys(tags).length}.`,
        "Remove some.",
      ),
    ),
    ...Object.keys(tags)
      .filter((key) => reserved.test(key) && (path.length === 1 || !(key in app.tags)))
      .map((key) => problem("reserved-name", [...path, key], why, "Choose another name.")),
  ]);
}
