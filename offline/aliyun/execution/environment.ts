import process from "node:process";
import type { World } from "../core/world.ts";
import type { Executable } from "./contract.ts";

/** Of the emulator's own environment, only this reaches functions. */
const INHERITED = ["PATH", "LANG", "LC_ALL", "TZ", "SystemRoot"];

export interface Place {
  readonly instanceId: string;
  /** The instance's own directory for temporary files. */
  readonly temporary: string;
  /** Port that a custom runtime is to listen on. */
  readonly port?: number;
}

/**
 * The environment of an instance: what FC gives each function, the function's own, and what leads calls to the vendor's
 * host names to the emulator.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/environment-variables
 */
export function environmentOf(world: World, fn: Executable, place: Place): NodeJS.ProcessEnv {
  const credentials = fn.credentials();
  const { environment, workerEnvironment } = world.access;
  // Programs of any language may be behind a custom runtime: they get what all of them understand.
  const access = place.port === undefined ? workerEnvironment : environment;
  return {
    ...inherited(),
    HOME: place.temporary,
    TMPDIR: place.temporary,
    TEMP: place.temporary,
    ...access,
    ...layers(fn, access),
    ...fn.environment,
    FC_FUNCTION_NAME: fn.functionName,
    FC_FUNCTION_HANDLER: fn.handler,
    FC_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    FC_FUNCTION_VERSION: fn.versionId,
    FC_QUALIFIER: fn.qualifier,
    FC_REGION: fn.region,
    FC_ACCOUNT_ID: fn.account,
    FC_INSTANCE_ID: place.instanceId,
    FC_FUNC_CODE_PATH: fn.codeDirectory,
    ...(place.port !== undefined && {
      FC_CUSTOM_LISTEN_PORT: String(place.port),
      FC_SERVER_PORT: String(place.port),
    }),
    ...(credentials && {
      ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: credentials.securityToken,
    }),
  };
}

/** The environment of a built-in runtime's process before it runs a function. */
export const ownEnvironment = ({ access }: World): NodeJS.ProcessEnv => ({
  ...inherited(),
  ...access.workerEnvironment,
});

const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));

/** /opt of the layers, where Node.js and Python look for packages. */
function layers(fn: Executable, access: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { layersDirectory } = fn;
  if (layersDirectory === undefined) return {};
  return {
    FC_LAYERS_PATH: layersDirectory,
    NODE_PATH: `${layersDirectory}/nodejs/node_modules:${layersDirectory}/node_modules`,
    PYTHONPATH: [`${layersDirectory}/python`, access.PYTHONPATH].filter(Boolean).join(":"),
    PATH: `${layersDirectory}/bin:${process.env.PATH ?? ""}`,
  };
}
