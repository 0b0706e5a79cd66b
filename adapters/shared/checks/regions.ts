import type { Problem } from "../../../model/errors.ts";
import { nearest } from "../../../model/nearest.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { Adapter } from "../../contract.ts";
import type { Deployment } from "../../deployment.ts";
import type { Rules } from "../../rules.ts";
import { type Checked, functionPath, type Path, problem, triggerPath } from "../problem.ts";

/** A deployment to a region that is not among those known at the time: new ones appear, and names are misspelt. */
export function regionRemarks({ cloud, regions }: Rules, { region }: Deployment): Remark[] {
  if (region === undefined || regions === undefined || regions.known.includes(region)) return [];
  const near = nearest(region, regions.known);
  return [
    {
      code: "unknown-region",
      path: ["region"],
      message: `"${region}" was no region of ${cloud} in ${regions.asOf}.`,
      remedy: `${near === undefined ? "Correct it" : `Did you mean "${near}"? Otherwise correct it`}, or silence this remark if the region is new.`,
    },
  ];
}

/**
 * Keys, layers and the like in another region than what uses them. A plan without a region is for no certain one, and a
 * server on this machine has nothing of the cloud's regions. Other things may be adopted from anywhere: their clients go
 * by the identifier.
 */
export function regionProblems(
  { names, cloud }: Rules,
  { app, deployment }: Checked,
  { defaultRegion, loopback }: Pick<Adapter, "defaultRegion" | "loopback">,
): Problem[] {
  const { region, planned, settings } = deployment;
  const { start, region: at } = names.identifier;
  if (region === undefined || at === undefined) return [];
  if ((planned && region === defaultRegion) || loopback?.(settings) !== undefined) return [];
  const regionOf = (identifier: unknown): string => {
    const found =
      typeof identifier === "string" && identifier.startsWith(start) ? identifier.split(":")[at] : undefined;
    // A wildcard or nothing, where a service names its things without a region.
    return found !== undefined && /^[a-z][\w-]+$/.test(found) ? found : region;
  };
  return [...keysIn(app), ...placesIn(app)].flatMap(({ path, identifier, user }) => {
    const [own, other] = [regionOf(user), regionOf(identifier)];
    if (own === other) return [];
    const message = `"${identifier}" is in the region ${other}, and what uses it in ${own}: ${cloud} uses it only in its own region.`;
    return [problem("other-region", path, message, `Name one in ${own}, or deploy to ${other}.`)];
  });
}

interface Use {
  readonly path: Path;
  readonly identifier: unknown;
  /** Identifier of what uses it. Default: something of the deployment itself. */
  readonly user?: unknown;
}

const existingOf = (spec: object): unknown => ("existing" in spec ? spec.existing : undefined);

/** Each adopted key with what it encrypts; one that encrypts nothing is for the deployment's own functions. */
function keysIn(app: ResolvedApp): Use[] {
  const resources = [...app.resources.values()];
  return resources.flatMap(({ name, kind, spec }) => {
    if (kind !== "key" || existingOf(spec) === undefined) return [];
    const users = resources.filter(({ encryptionKey }) => encryptionKey === name);
    const uses: Use[] = users.map((user) => ({
      path: ["resources", name, "existing"],
      identifier: existingOf(spec),
      user: existingOf(user.spec),
    }));
    return uses.length > 0 ? uses : [{ path: ["resources", name, "existing"], identifier: existingOf(spec) }];
  });
}

/** The identifiers that functions name and that must be in their own region. */
const placesIn = (app: ResolvedApp): Use[] =>
  [...app.functions.values()].flatMap((fn) => [
    ...fn.layers.map((layer, index) => ({ path: [...functionPath(fn), "layers", index], identifier: layer })),
    { path: [...functionPath(fn), "fileSystem", "id"], identifier: fn.fileSystem?.id },
    ...fn.triggers.map((trigger) => ({
      path: [...triggerPath(trigger), "existing"],
      identifier: existingOf(trigger.spec),
    })),
  ]);
