import type { Problem } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";
import type { ResolvedApp } from "../model/resolve.ts";
import { targets } from "./targets.ts";

/** `statements` and `override` for targets that don't exist. */
export const unknownTargets = (app: ResolvedApp): Problem[] =>
  [
    ...[...app.functions.values()].flatMap(({ name, statements, override }) => [
      { path: ["functions", name, "statements"], given: statements },
      { path: ["functions", name, "override"], given: override },
    ]),
    ...[...app.resources.values()].map(({ name, spec }) => ({
      path: ["resources", name, "override"],
      given: spec.override,
    })),
  ].flatMap(({ path, given }) =>
    Object.keys(given)
      .filter((target) => !targets().includes(target))
      .map((target) => unknownTarget(target, [...path, target])),
  );

function unknownTarget(target: string, path: readonly string[]): Problem {
  const meant = nearest(target, targets());
  return {
    code: "unknown-target",
    path,
    message: `There is no target "${target}"; targets are ${targets().join(", ")}.`,
    remedy: meant === undefined ? "Name one of them." : `Did you mean "${meant}"?`,
  };
}
