import { ApiError } from "../../core/error.ts";
import { type Compute, findLayerVersion } from "./compute.ts";
import { denied, invalid } from "./errors.ts";
import { isCustom, SERVICE } from "./invocation/executable.ts";
import { isNothing } from "./schemas/fields.ts";
import type { FunctionSettings } from "./schemas/function.ts";

const DEFAULTS = { memorySize: 512, diskSize: 512, timeout: 3, instanceConcurrency: 1, internetAccess: true } as const;

type Given = Partial<FunctionSettings> & Pick<FunctionSettings, "runtime" | "handler">;

/**
 * A function's settings with what was not said filled in.
 * @throws ApiError for settings that don't go together, layers or logs that aren't there, a role that FC may
 * not take on.
 */
export function completeSettings(fc: Compute, region: string, given: Given): FunctionSettings {
  const settings: FunctionSettings = {
    ...DEFAULTS,
    ...given,
    cpu: given.cpu ?? defaultCpu(given.memorySize ?? DEFAULTS.memorySize),
  };
  checkTogether(settings);
  for (const arn of settings.layers ?? []) {
    if (!findLayerVersion(fc, region, arn)) throw invalid(`layers: layer version '${arn}' does not exist`);
  }
  if (settings.role) checkRole(fc, settings.role, SERVICE);
  checkLogs(fc, region, settings);
  return settings;
}

/** Messages as FC writes them: https://github.com/aliyun/serverless-aliyun-function-compute/issues/9 */
function checkLogs({ world }: Compute, region: string, { logConfig = {} }: FunctionSettings): void {
  const { project, logstore } = logConfig;
  if (!project || !logstore) return;
  try {
    world.logs.check({ region, project, logstore });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const what = error.code === "ProjectNotExist" ? `project '${project}'` : `logstore '${logstore}'`;
    throw invalid(`${what} does not exist`);
  }
}

/** 0.7 vCPU per GB, in steps of 0.05. */
const defaultCpu = (memoryMb: number): number => Math.max(0.05, Math.round((memoryMb / 1024) * 0.7 * 20) / 20);

function checkTogether(settings: FunctionSettings): void {
  const { cpu, memorySize, instanceConcurrency, runtime, customContainerConfig, gpuConfig } = settings;
  const gigabytes = memorySize / 1024;
  const ratio = gigabytes / cpu;
  if (!(gpuConfig && "gpuType" in gpuConfig) && (ratio < 0.999 || ratio > 4.001)) {
    throw invalid(`cpu and memorySize: a vCPU has between 1 and 4 GB, and these are ${cpu} vCPU and ${gigabytes} GB`);
  }
  if (instanceConcurrency > 1 && !isCustom(settings)) {
    throw invalid(`instanceConcurrency: runtime ${runtime} runs one request at a time`);
  }
  const image = customContainerConfig && "image" in customContainerConfig;
  if (runtime === "custom-container" && !image) throw invalid("customContainerConfig: a container needs an image");
}

/** @throws ApiError AccessDenied unless the role is there and lets the service take it on. */
export function checkRole({ world }: Compute, role: string, service: string): void {
  if (!world.identities.roleExists(role)) throw denied(`role '${role}' does not exist`);
  try {
    world.identities.assume(role, service, "check", 900);
  } catch (error) {
    throw denied(`${service} may not assume role '${role}': ${(error as ApiError).message}`);
  }
}

/** Settings with changes: what comes as `{}` or `""` is no longer set. */
export function changeSettings(settings: FunctionSettings, changes: Partial<FunctionSettings>): Given {
  const merged = Object.entries({ ...settings, ...changes }).filter(([, value]) => !isNothing(value));
  return Object.fromEntries(merged) as Given;
}
