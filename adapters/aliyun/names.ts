import type { ResolvedFunction } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { Deployment } from "../contract.ts";
import { hashOf, shorten } from "../shared/hashed-names.ts";
import { regionOf } from "../shared/region.ts";
import type { Place } from "./arns.ts";

export const functionName = (deployment: Deployment, name: string): string => `${deployment.prefix}-${name}`;

/** RAM is one namespace for all regions, so a role's name holds its region. Policies are named like their role. */
export const roleName = (deployment: Deployment, name: string): string =>
  shorten(`${deployment.prefix}-${name}-${regionOf(deployment)}`, 64);

/** Name of what a trigger creates beside itself (rules, tunnels, consumer groups). */
export const triggerName = (deployment: Deployment, trigger: { function: string; name: string }): string =>
  shorten(`${deployment.prefix}-${trigger.function}-${trigger.name}`, 64);

/**
 * A name in one namespace for the whole world, with at most 63 lower-case letters, digits and hyphens. The hash keeps
 * apart what other accounts and regions, or what was cut and replaced, would make equal.
 */
function worldName(text: string, place: Place): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");
  return `${plain.slice(0, 54)}-${hashOf(8, text, place.account, place.region)}`;
}

/** The one SLS project of a deployment. */
export const logProjectName = (deployment: Pick<Deployment, "prefix">, place: Place): string =>
  worldName(deployment.prefix, place);

/** A logstore of the deployment, for a function's log or a stream. An invalid or too short name gets a hash. */
export const logStoreName = (name: string): string =>
  /^[a-z0-9][a-z0-9-]+[a-z0-9]$/.test(name) ? name : `${name.toLowerCase()}-${hashOf(6, name)}`;

/** The one Tablestore instance of a deployment: names have at most 16 characters, so only the hash fits. */
export const tableInstanceName = (deployment: Pick<Deployment, "prefix">, place: Place): string =>
  `pf-${hashOf(10, deployment.prefix, place.account, place.region)}`;

/** The bucket through which packages reach FC. No resource of a spec is called so, because names have no underscores. */
export const codeBucketName = (deployment: Pick<Deployment, "prefix">, place: Place): string =>
  worldName(`${deployment.prefix}_code`, place);

/** The parts of a resource from which its physical name is made. */
export interface NamedResource {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly spec: { readonly physicalName?: string | undefined };
}

/** The cloud's own name of a resource that polyfn creates. */
export function physicalName(deployment: Pick<Deployment, "prefix">, resource: NamedResource, place: Place): string {
  const { kind, name, spec } = resource;
  if (spec.physicalName !== undefined) return spec.physicalName;
  // Below, the project or instance is the deployment's own.
  if (kind === "stream") return logStoreName(name);
  if (kind === "table") return name.replaceAll("-", "_");
  const text = `${deployment.prefix}-${name}`;
  return kind === "bucket" ? worldName(text, place) : text;
}

/** A key's alias as KMS writes it; a spec may leave the prefix out. */
export const aliasOfKey = (name: string): string => (name.startsWith("alias/") ? name : `alias/${name}`);

/** An index is a table of its own in the table's instance. */
export const indexName = (table: string, index: string): string => `${table}_${index.replaceAll(/[.-]/g, "_")}`;

/** The table beside a table with changes that keeps each row's last image; see `images` in `runtime/bindings.ts`. */
export const imagesName = (table: string): string => `${table}_images`;

/** The alias that triggers call. FC keeps instances warm on the latest code, so that alone asks for no alias. */
export const aliasName = (fn: Pick<ResolvedFunction, "alias">): string | undefined => fn.alias?.name;

/** FC's word for the code that was deployed last. */
export const LATEST = "LATEST";
