import { createHash } from "node:crypto";
import type { TemporaryCredentials } from "../../../core/ports.ts";
import type { Executable } from "../../../execution/contract.ts";
import { codeDirectory, layersDirectory } from "../code/packages.ts";
import { type Compute, findLayerVersion, findVersion } from "../compute.ts";
import { invalid } from "../errors.ts";
import type { FunctionSettings } from "../schemas/function.ts";
import type { CodeRecord, FunctionRecord, Revision } from "../state.ts";

export const SERVICE = "fc.aliyuncs.com";

/** Lifetime of an instance without requests where `idleTimeout` is not set. */
const IDLE_SECONDS = 120;
const CREDENTIALS_SECONDS = 36 * 3600;
const DEFAULT_HOOK_SECONDS = 3;
const DEFAULT_PORT = 9000;

/**
 * A version of a function, ready to run: its package and layers unpacked.
 * @throws ApiError InvalidArgument for a container image, which nothing here can run.
 */
export function toExecutable(fc: Compute, fn: FunctionRecord, qualifier: string, versionId: string): Executable {
  const revision = findVersion(fn, versionId);
  const { settings } = revision;
  if (!revision.code) throw invalid(`function '${fn.name}' is a container image, which the emulator can't run`);
  const layers = layersOf(fc, fn, settings);
  return {
    functionName: fn.name,
    revision: revisionId(fn, revision),
    qualifier,
    versionId,
    runtime: settings.runtime,
    handler: settings.handler,
    codeDirectory: codeDirectory(fc.world, revision.code),
    ...(layers.length > 0 && { layersDirectory: layersDirectory(fc.world, layers) }),
    memoryMb: settings.memorySize,
    diskMb: settings.diskSize,
    timeoutSeconds: settings.timeout,
    environment: settings.environmentVariables ?? {},
    instanceConcurrency: settings.instanceConcurrency,
    idleSeconds: settings.idleTimeout || IDLE_SECONDS,
    ...runtimeOf(settings),
    region: fn.region,
    account: fc.world.account,
    ...logStoreOf(settings),
    credentials: () => credentialsOf(fc, fn, settings),
  };
}

/** Another one for every change of code or settings. */
export const revisionId = (fn: FunctionRecord, { settings, code }: Revision): string =>
  createHash("sha256")
    .update(JSON.stringify([fn.region, fn.id, settings, code?.blob]))
    .digest("hex")
    .slice(0, 32);

function runtimeOf(settings: FunctionSettings): Partial<Executable> {
  const { customRuntimeConfig: custom, instanceLifecycleConfig: lifecycle } = settings;
  return {
    ...(isCustom(settings) && {
      customRuntime: { command: custom?.command ?? [], args: custom?.args ?? [], port: custom?.port ?? DEFAULT_PORT },
    }),
    ...(lifecycle?.initializer?.handler && { initializer: hookOf(lifecycle.initializer) }),
    ...(lifecycle?.preStop?.handler && { preStop: hookOf(lifecycle.preStop) }),
  };
}

const hookOf = ({ handler = "", timeout = DEFAULT_HOOK_SECONDS }: { handler?: string; timeout?: number }) => ({
  handler,
  timeoutSeconds: timeout,
});

/** True if the function is a web server of its own. */
export const isCustom = ({ runtime }: FunctionSettings): boolean => runtime.startsWith("custom");

function logStoreOf({ logConfig }: FunctionSettings): Partial<Executable> {
  return logConfig && "project" in logConfig ? { logProject: logConfig.project, logStore: logConfig.logstore } : {};
}

function layersOf(fc: Compute, fn: FunctionRecord, { layers = [] }: FunctionSettings): CodeRecord[] {
  return layers.map((arn) => {
    const layer = findLayerVersion(fc, fn.region, arn);
    if (!layer) throw invalid(`layers: layer version '${arn}' does not exist`);
    return layer.code;
  });
}

function credentialsOf(
  { world }: Compute,
  fn: FunctionRecord,
  { role }: FunctionSettings,
): TemporaryCredentials | undefined {
  return role ? world.identities.assume(role, SERVICE, fn.name, CREDENTIALS_SECONDS) : undefined;
}
