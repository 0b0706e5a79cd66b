import type { Adapter } from "../adapters/contract.ts";
import type { Remark } from "../model/remarks.ts";
import type { ResolvedApp } from "../model/resolve.ts";

const placesOf = (app: ResolvedApp) =>
  [...app.functions.values()].map(({ name, statements }) => ({
    name,
    path: ["functions", name, "statements"],
    given: Object.keys(statements),
  }));

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
