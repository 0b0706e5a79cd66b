import type { Problem } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import type { Checked, Path } from "../problem.ts";

type ResourceCheck<K extends ResourceKind> = (resource: ResolvedResource<K>, path: Path, checked: Checked) => Problem[];

/** Checks of a single resource, per kind. */
export type ResourceChecks = { readonly [K in ResourceKind]: ResourceCheck<K> };

/** Everything that these checks find in the app's resources. */
export const resourceProblems = (checks: ResourceChecks, checked: Checked): Problem[] =>
  [...checked.app.resources.values()].flatMap((resource) => checkResource(checks, resource, checked));

/** TypeScript cannot relate a resource's kind to the check of that kind: only this function casts. */
const checkResource = <K extends ResourceKind>(
  checks: ResourceChecks,
  resource: ResolvedResource<K>,
  checked: Checked,
): Problem[] => (checks[resource.kind as K] as ResourceCheck<K>)(resource, ["resources", resource.name], checked);
