import { z } from "zod";
import type { Adapter, Deployment } from "../../adapters/contract.ts";
import type { Credentials, DeployedPart, Operator } from "../../adapters/operate.ts";
import { UserError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import { lazy } from "../../runtime/core/values.ts";
import { deploymentOf } from "../deployment.ts";
import { requirePackages } from "../packages.ts";
import type { StackPlace } from "../stack-configuration.ts";
import { adapterFor } from "../targets.ts";

/** An app, deployed to one target in one region. */
export interface DeployedApp {
  /** The spec as the stack deploys it. */
  readonly app: ResolvedApp;
  readonly deployment: Deployment;
  readonly adapter: Adapter;
  /** The deployed parts, by the names of the spec. */
  readonly functions: Parts;
  readonly resources: Parts;
  /**
   * Opens the cloud, once. No request is sent.
   * @throws UserError where the adapter has no operator, its packages are not installed, or the settings cannot be used.
   */
  operator(): Promise<Operator>;
}

type Parts = Readonly<Record<string, DeployedPart>>;

export interface DeployedStack {
  readonly stack: string;
  /** The spec as the stack deploys it. */
  readonly app: ResolvedApp;
  readonly places: readonly StackPlace[];
  /** Of the stack: `{ functions, resources }`, or such an object for each deployment by its name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Target -> address of its server on this machine. Default: what the adapter reads from the settings. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Default: the credentials that the vendor's own tools find; none for servers on this machine. */
  readonly credentials?: Credentials;
}

/**
 * The app at each place of a stack, in the order of the places. Nothing is asked of a cloud.
 * @throws UserError where the outputs do not say what was deployed.
 */
export const deployedApps = (stack: DeployedStack): Promise<readonly DeployedApp[]> =>
  Promise.all(stack.places.map((place) => deployedApp(stack, place)));

async function deployedApp(given: DeployedStack, { target, region, settings }: StackPlace): Promise<DeployedApp> {
  const { app, stack, outputs, addresses, credentials } = given;
  const adapter = await adapterFor(target);
  const deployment = deploymentOf({ app: app.name, stack, adapter, region, settings });
  const endpoint = addresses?.[target] ?? adapter.loopback?.(settings);
  const open = lazy(() => openOperator(adapter, deployment, { endpoint, credentials }));
  return { app, deployment, adapter, ...partsIn(outputs, deployment, given), operator: open };
}

/**
 * Opens the cloud of a deployment. No request is sent.
 * @throws UserError where the adapter has no operator, its packages are not installed, or the settings cannot be used.
 */
export async function openOperator(
  { operate, title, name }: Adapter,
  { region, settings }: Pick<Deployment, "region" | "settings">,
  { endpoint, credentials }: { endpoint: string | undefined; credentials?: Credentials | undefined },
): Promise<Operator> {
  if (operate === undefined) {
    throw new UserError(
      `The adapter for ${title} only deploys: it cannot work with what is deployed.`,
      "Use the cloud's own tools, or a newer version of the adapter.",
    );
  }
  requirePackages(operate.packages, `to work with what is deployed to ${name}`);
  return operate.open({
    settings,
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
  });
}

const part = z.object({ name: z.string(), id: z.string(), url: z.string().optional() });
const parts = z.record(z.string(), part);
const outputsOfApp = z.object({ functions: parts, resources: parts });

/** Reads the deployed parts from the stack's outputs; a stack with one place needs no name for it in them. */
function partsIn(outputs: Readonly<Record<string, unknown>>, { name }: Deployment, { places, stack }: DeployedStack) {
  const own = outputsOfApp.safeParse(outputs[name] ?? (places.length === 1 ? outputs : undefined));
  if (own.success) return own.data as { functions: Parts; resources: Parts };
  throw new UserError(
    `The outputs of the stack "${stack}" do not say what was deployed as ${name}.`,
    `Deploy it: polyfn up -s ${stack}. A program of your own exports { functions, resources } of its App as "${name}".`,
  );
}

/** The places of a stack to which an app was deployed, by target and region where these are given. */
export function chosenApps(
  apps: readonly DeployedApp[],
  { target, region }: { readonly target?: string | undefined; readonly region?: string | undefined },
): readonly DeployedApp[] {
  const places = apps.map(({ deployment }) => deployment);
  const chosen = apps.filter(
    ({ deployment }) =>
      (target ?? deployment.target) === deployment.target && (region ?? deployment.region) === deployment.region,
  );
  if (chosen.length > 0) return chosen;
  const asked = [target, region].filter((one) => one !== undefined).join(" in ");
  const known = places.map(placeName);
  const meant = nearest(
    target ?? "",
    places.map((place) => place.target),
  );
  throw new UserError(
    `The stack is not deployed to ${asked}.`,
    `${meant === undefined || meant === target ? "" : `Did you mean "${meant}"? `}It is deployed to ${known.join(", ")}.`,
  );
}

/** The target, with its region if it has one. */
export const placeName = ({ target, region }: Pick<Deployment, "target" | "region">): string =>
  region === undefined ? target : `${target} in ${region}`;

/** @throws UserError for a function that the spec does not have. */
export function functionIn(app: ResolvedApp, name: string): ResolvedFunction {
  return app.functions.get(name) ?? unknown("function", name, [...app.functions.keys()], "the spec");
}

/** @throws UserError for a function or trigger that the spec does not have. */
export function triggerIn(app: ResolvedApp, functionName: string, name: string): ResolvedTrigger {
  const { triggers } = functionIn(app, functionName);
  const names = triggers.map((trigger) => trigger.name);
  return (
    triggers.find((trigger) => trigger.name === name) ??
    unknown("trigger", name, names, `the function "${functionName}"`)
  );
}

/** A function where it is deployed. @throws UserError where it is not. */
export function deployedFunction({ app, functions, deployment }: DeployedApp, name: string): DeployedPart {
  functionIn(app, name);
  return functions[name] ?? notDeployed("function", name, deployment);
}

/** A resource where it is deployed. @throws UserError where it is not. */
export function deployedResource({ resources, deployment }: DeployedApp, name: string): DeployedPart {
  return resources[name] ?? notDeployed("resource", name, deployment);
}

function unknown(what: string, name: string, names: readonly string[], where: string): never {
  const meant = nearest(name, names);
  const known = names.length === 0 ? `It has no ${what}s.` : `It has ${names.join(", ")}.`;
  throw new UserError(
    `There is no ${what} "${name}" in ${where}.`,
    meant === undefined ? known : `Did you mean "${meant}"? ${known}`,
  );
}

function notDeployed(what: string, name: string, deployment: Deployment): never {
  throw new UserError(
    `The ${what} "${name}" is in the spec, but not deployed to ${placeName(deployment)}.`,
    "Deploy the stack with polyfn up.",
  );
}
