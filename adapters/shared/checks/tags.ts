import type { Problem } from "../../../model/errors.ts";
import { listed, quotedCharacters } from "../../../model/schema/schema-messages.ts";
import type { Rules, TagRule } from "../../rules.ts";
import { type Checked, type Path, problem, when } from "../problem.ts";

/** Too many tags, and tags that the cloud refuses. Each is reported once, where it is written. */
export function tagProblems({ cloud, tags: rule }: Rules, { app }: Checked): Problem[] {
  const { max } = rule;
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
    ...Object.entries(tags)
      .filter(([key, value]) => path.length === 1 || app.tags[key] !== value)
      .flatMap(([key, value]) => tagProblem(cloud, rule, key, value, [...path, key])),
  ]);
}

function tagProblem(
  cloud: string,
  { reserved, why, values, characters }: TagRule,
  key: string,
  value: string,
  path: Path,
): Problem[] {
  if (reserved.test(key)) return [problem("reserved-name", path, why, "Choose another name.")];
  const wrong = characters === undefined ? [] : [...`${key}${value}`].filter((c) => !characters.allowed.test(c));
  if (wrong.length > 0) {
    const found = listed(quotedCharacters(wrong));
    const message = `The tag contains ${found}; tags on ${cloud} consist of ${characters?.words}.`;
    return [problem("bad-format", path, message, `Remove or replace ${found}.`)];
  }
  return when(!values.allowed.test(value), () => problem("bad-format", path, values.why, "Choose another value."));
}
