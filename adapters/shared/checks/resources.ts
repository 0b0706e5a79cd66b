import type { Problem } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import { formatDuration } from "../../../model/units.ts";
import { type Checked, type Path, problem, when } from "../problem.ts";

type ResourceCheck<K extends ResourceKind> = (resource: ResolvedResource<K>, path: Path, checked: Checked) => Problem[];

/** What a cloud can't do in a single resource, per kind. */
export type ResourceChecks = { readonly [K in ResourceKind]: ResourceCheck<K> };

/** Everything that these checks find in the app's resources. */
export const resourceProblems = (checks: ResourceChecks, checked: Checked): Problem[] =>
  [...checked.app.resources.values()].flatMap((resource) => checkResource(checks, resource, checked));

/** The compiler can't follow that a resource's kind picks the check for its kind; this is the one place that says so. */
const checkResource = <K extends ResourceKind>(
  checks: ResourceChecks,
  resource: ResolvedResource<K>,
  checked: Checked,
): Problem[] => (checks[resource.kind as K] as ResourceCheck<K>)(resource, ["resources", resource.name], checked);

/** Seconds of each unit in which clouds count long times. */
const UNITS = { hours: 3600, days: 86_400 } as const;

/** A time that the cloud counts in whole units. */
export const unitProblems = (cloud: string, seconds: number, unit: keyof typeof UNITS, path: Path): Problem[] =>
  when(seconds % UNITS[unit] !== 0, () =>
    problem(
      "out-of-range",
      path,
      `"${formatDuration(seconds)}" is not a whole number of ${unit}, which is all that ${cloud} can count here.`,
      `Use whole ${unit}, for example "${formatDuration(Math.ceil(seconds / UNITS[unit]) * UNITS[unit])}".`,
    ),
  );
