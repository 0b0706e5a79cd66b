import type { World } from "../../core/world.ts";
import type { Executor, FunctionAddress } from "../../execution/contract.ts";
import { aliasNotFound, functionNotFound, versionNotFound } from "./errors.ts";
import type { AsyncPort, InvokerPort, TimersPort } from "./invocation/ports.ts";
import type { AliasRecord, FcState, FunctionRecord, LayerVersionRecord, Revision } from "./state.ts";

/** Function Compute as its parts see it. */
export interface Compute {
  readonly world: World;
  readonly executor: Executor;
  /** Between 0 and 1: chooses the version behind an alias with weights. */
  readonly random: () => number;
  state: FcState;
  readonly invoker: InvokerPort;
  readonly async: AsyncPort;
  readonly timers: TimersPort;
  /** Starts or ends instances, so that there are as many as the function's settings ask for. */
  readonly warm: (fn: FunctionRecord) => void;
}

export const LATEST = "LATEST";

/** ARN of a function, or of one of its versions or aliases. */
export const functionArn = (account: string, region: string, name: string, qualifier?: string): string =>
  `acs:fc:${region}:${account}:functions/${name}${qualifier ? `/${qualifier}` : ""}`;

/** @throws ApiError FunctionNotFound */
export function findFunction({ state }: Compute, region: string, name: string): FunctionRecord {
  const found = state.functions.find((fn) => fn.region === region && fn.name === name);
  if (!found) throw functionNotFound(name);
  return found;
}

/** @throws ApiError VersionNotFound */
export function findVersion(fn: FunctionRecord, versionId: string): Revision {
  if (versionId === LATEST) return fn.latest;
  const found = fn.versions.find((version) => version.versionId === versionId);
  if (!found) throw versionNotFound(fn.name, versionId);
  return found;
}

/** @throws ApiError AliasNotFound */
export function findAlias(fn: FunctionRecord, name: string): AliasRecord {
  const found = fn.aliases.find((alias) => alias.aliasName === name);
  if (!found) throw aliasNotFound(fn.name, name);
  return found;
}

export const isVersion = (qualifier: string): boolean => qualifier === LATEST || /^\d+$/.test(qualifier);

/** The version behind a qualifier; of an alias the one it has by itself. Throws for a qualifier that isn't there. */
export function versionOf(fn: FunctionRecord, qualifier: string): string {
  if (!isVersion(qualifier)) return findAlias(fn, qualifier).versionId;
  findVersion(fn, qualifier);
  return qualifier;
}

/** The version that the next call gets: an alias may send a part of its calls to a second one. */
export function chooseVersion(fc: Compute, fn: FunctionRecord, qualifier: string): string {
  if (isVersion(qualifier)) return versionOf(fn, qualifier);
  const { versionId, additionalVersionWeight } = findAlias(fn, qualifier);
  let left = fc.random();
  for (const [version, weight] of Object.entries(additionalVersionWeight ?? {})) {
    left -= weight;
    if (left < 0) return version;
  }
  return versionId;
}

/** A layer's version by its ARN; undefined for one that isn't there. */
export function findLayerVersion({ state }: Compute, region: string, arn: string): LayerVersionRecord | undefined {
  const [, name, version] = /:layers\/([^/]+)\/versions\/(\d+)$/.exec(arn) ?? [];
  const layer = state.layers.find((candidate) => candidate.region === region && candidate.layerName === name);
  return layer?.versions.find((candidate) => String(candidate.version) === version);
}

/** As in the API: "2006-01-02T15:04:05Z". */
export const isoTime = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** By what the executor knows a function. */
export const addressOf = ({ region, name }: Pick<FunctionRecord, "region" | "name">): FunctionAddress => ({
  region,
  functionName: name,
});
