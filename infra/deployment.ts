import type { Adapter, Deployment } from "../adapters/contract.ts";

type Place = Pick<Adapter, "name" | "defaultRegion">;

/** The region of a deployment: the first that is given, else the target's. */
export const regionOf = ({ defaultRegion }: Place, ...given: readonly (string | undefined)[]): string =>
  given.find((region) => region !== undefined) ?? defaultRegion;

/** Name of an App component that is one of several in a stack. */
export const deploymentName = (app: string, adapter: Place, region: string | undefined): string =>
  `${app}-${adapter.name}-${regionOf(adapter, region)}`;

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
  /** Logical name of the App component. Default: `<app>-<target>-<region>`. */
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
    region,
    prefix: given.prefix ?? `${app}-${stack}`,
    ...(settings === undefined ? { settings: {}, planned: true } : { settings }),
  };
}
