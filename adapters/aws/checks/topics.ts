import type { Problem } from "../../../model/errors.ts";
import type { ContentPattern } from "../../../model/shared-fields.ts";
import { type Path, problem, when } from "../../shared/problem.ts";

const MAX_KEYS = 5;

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
export function checkTopicFilter(filter: ContentPattern, on: "attributes" | "body", path: Path): Problem[] {
  const keys = leaves(filter);
  return [
    ...when(keys > MAX_KEYS, () =>
      problem(
        "out-of-range",
        path,
        `The filter looks at ${keys} keys; an SNS subscription allows ${MAX_KEYS}.`,
        `Filter on at most ${MAX_KEYS} keys, and on the rest in the handler.`,
      ),
    ),
    ...(on === "body" ? [] : Object.entries(filter)).flatMap(([key, value]) =>
      when(!Array.isArray(value), () =>
        problem(
          "unsupported",
          [...path, key],
          `Message attributes are flat, so "${key}" can't have a pattern inside.`,
          'Give a list of values, or set filterOn: "body".',
        ),
      ),
    ),
  ];
}

const leaves = (pattern: ContentPattern): number =>
  Object.values(pattern).reduce<number>(
    (count, value) => count + (Array.isArray(value) ? 1 : leaves(value as ContentPattern)),
    0,
  );
