import type { ResolvedFunction, ResolvedResource } from "../../model/resolve.ts";
import type { Deployment } from "../contract.ts";
import { lift, type Symbolic, text } from "../graph/expression.ts";
import { shorten } from "../shared/hashed-names.ts";
import type { AwsContext } from "./context.ts";
import { regionOf } from "../shared/region.ts";

export const functionName = (deployment: Deployment, name: string): string => `${deployment.prefix}-${name}`;

export const logGroupName = (deployment: Deployment, name: string): string =>
  `/aws/lambda/${functionName(deployment, name)}`;

/** IAM is one namespace for all regions, so a role's name holds its region. */
export const roleName = (deployment: Deployment, name: string): string =>
  shorten(`${deployment.prefix}-${name}-${regionOf(deployment)}`, 64);

/** Name of what a trigger creates, where AWS allows 64 characters (rules, schedules). */
export const triggerName = (deployment: Deployment, trigger: { function: string; name: string }): string =>
  triggerNameOf(functionName(deployment, trigger.function), trigger.name);

/** The same, by the cloud's name of the function. */
export const triggerNameOf = (fn: string, trigger: string): string => shorten(`${fn}-${trigger}`, 64);

/** The cloud's own name of a resource that polyfn creates. Bucket names are one namespace for the whole world. */
export function physicalName(
  deployment: Deployment,
  resource: ResolvedResource,
  place: AwsContext["place"],
): Symbolic<string> {
  const { kind, name, spec } = resource;
  if (kind === "bucket") {
    return spec.physicalName ?? text`${deployment.prefix}-${name}-${place.account}-${place.region}`;
  }
  const own = spec.physicalName ?? `${deployment.prefix}-${name}`;
  return kind === "queue" && spec.fifo && !own.endsWith(".fifo") ? `${own}.fifo` : own;
}

/** A key's alias as KMS writes it; a spec may leave the prefix out. */
export const aliasOfKey = lift("aliasOfKey", (name: string) => (name.startsWith("alias/") ? name : `alias/${name}`));

/** Ids of keys: a UUID, or a longer word for keys of several regions. Anything else is an alias. */
export const isKeyId = (text: string): boolean =>
  /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(text);

/** Provisioned concurrency only exists on a version or alias, so asking for it asks for an alias. */
export function aliasName(fn: Pick<ResolvedFunction, "alias" | "concurrency">): string | undefined {
  return fn.alias?.name ?? (fn.concurrency.provisioned === undefined ? undefined : "live");
}
