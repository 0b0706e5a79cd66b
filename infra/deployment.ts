import type { Adapter, Deployment } from "../adapters/contract.ts";
import { UserError } from "../model/errors.ts";

type Place = Pick<Adapter, "name" | "defaultRegion">;

/**
 * The region of a deployment: the first that is given, else the target's. None on a target without regions.
 * @throws UserError for a region that is given for such a target.
 */
export function regionOf(
  { name, defaultRegion }: Place,
  ...given: readonly (string | undefined)[]
): string | undefined {
  const region = given.find((one) => one !== undefined);
  if (region === undefined || defaultRegion !== undefined) return region ?? defaultRegion;
  throw new UserError(`The target "${name}" has no regions, so there is no region "${region}".`, "Remove the region.");
}

/** Name of an App component that is one of several in a stack. */
export const deploymentName = (app: string, adapter: Place, region: string | undefined): string =>
  [app, adapter.name, regionOf(adapter, region)].filter((part) => part !== undefined).join("-");

/** The entry of a spec's `environments` that applies to a stack. */
export const environmentOf = (stack: string, configured?: string): string => configured ?? stack;

export interface DeploymentRequest {
  /** The app's name in the spec. */
  readonly app: string;
  readonly stack: string;
  readonly adapter: Place;
  /** Default: the target's. */
  readonly region?: string | undefined;
  /** Without them it is a plan, which does without settings that only a stack has. */
  readonly settings?: Deployment["settings"] | undefined;
  /** Logical name of the App component. Default: `<app>-<target>-<region>`, without a region where the target has none. */
  readonly name?: string | undefined;
  /** Prefix of the cloud's own names. Default: `<app>-<stack>`. */
  readonly prefix?: string | undefined;
}

/** Everything that a deployment of an app is named by. */
export function deploymentOf({ app, stack, adapter, settings, ...given }: DeploymentRequest): Deployment {
  const region = regionOf(adapter, given.region);
  return {
    name: given.name ?? deploymentName(app, adapter, region),
    target: adapter.name,
    ...(region !== undefined && { region }),
    prefix: given.prefix ?? `${app}-${stack}`,
    ...(settings === undefined ? { settings: {}, planned: true } : { settings }),
  };
}
