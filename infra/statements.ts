import type { Adapter } from "../adapters/contract.ts";
import type { Problem } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";
import type { Remark } from "../model/remarks.ts";
import type { ResolvedApp } from "../model/resolve.ts";
import { targets } from "./targets.ts";

const placesOf = (app: ResolvedApp) =>
  [...app.functions.values()].map(({ name, statements }) => ({
    name,
    path: ["functions", name, "statements"],
    given: Object.keys(statements),
  }));

/** Native statements for targets that don't exist. */
export const unknownStatementTargets = (app: ResolvedApp): Problem[] =>
  placesOf(app).flatMap(({ path, given }) =>
    given
      .filter((target) => !targets.some((known) => known === target))
      .map((target) => {
        const meant = nearest(target, targets);
        return {
          code: "unknown-target",
          path: [...path, target],
          message: `There is no target "${target}"; targets are ${targets.join(", ")}.`,
          remedy: meant === undefined ? "Name one of them." : `Did you mean "${meant}"?`,
        };
      }),
  );

/** Functions with native statements for other targets, but none for this one. */
export const missingStatements = (app: ResolvedApp, { overrides, title }: Adapter): Remark[] =>
  placesOf(app)
    .filter(({ given }) => given.length > 0 && !given.some((target) => overrides.includes(target)))
    .map(({ name, path, given }) => ({
      code: "missing-statements",
      path,
      message: `The function "${name}" has native statements for ${given.join(" and ")}, but none for ${title}.`,
      remedy: `Add what it needs there as ${overrides[0]}, or silence this remark if it needs nothing.`,
    }));
