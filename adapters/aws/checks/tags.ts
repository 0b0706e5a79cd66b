import type { Problem } from "../../../model/errors.ts";
import { type Checked, problem, when } from "../../shared/problem.ts";

const MAX_TAGS = 50;

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export function checkTags({ app }: Checked): Problem[] {
  const tagged = [
    { path: ["tags"], tags: app.tags },
    ...[...app.functions.values()].map(({ name, tags }) => ({ path: ["functions", name, "tags"], tags })),
    ...[...app.resources.values()].map(({ name, tags }) => ({ path: ["resources", name, "tags"], tags })),
  ];
  return tagged.flatMap(({ path, tags }) => [
    ...when(Object.keys(tags).length > MAX_TAGS, () =>
      problem(
        "out-of-range",
        path,
        `AWS allows ${MAX_TAGS} tags on one resource; with the app's own there are ${Object.keys(tags).length}.`,
        "Remove some.",
      ),
    ),
    ...Object.keys(tags)
      .filter((key) => /^aws:/i.test(key) && (path.length === 1 || !(key in app.tags)))
      .map((key) =>
        problem("reserved-name", [...path, key], `Tags that begin with "aws:" are AWS's own.`, "Choose another name."),
      ),
  ]);
}
