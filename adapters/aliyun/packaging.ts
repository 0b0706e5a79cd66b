import { InternalError } from "../../model/errors.ts";
import type { Runtime } from "../../model/function.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import type { Packaging } from "../contract.ts";
import { nodeEntry, pythonHandler, webhookSetup, wholeBatchKinds } from "../shared/node-entry.ts";
import type { FunctionSetup } from "./runtime/trigger.ts";
import { settingsOf } from "./trigger-settings.ts";

/**
 * FC's own names of the neutral runtimes; those that FC lacks have none and are refused before. Without a version, the
 * newest that is no preview. https://www.alibabacloud.com/help/en/functioncompute/fc/overview-of-runtimes
 */
export const RUNTIMES: Readonly<Record<Runtime, string | undefined>> = {
  nodejs: "nodejs20",
  nodejs20: "nodejs20",
  nodejs22: undefined,
  nodejs24: undefined,
  python: "python3.10",
  "python3.10": "python3.10",
  "python3.11": undefined,
  "python3.12": "python3.12",
  "python3.13": undefined,
  custom: "custom.debian12",
};

const SHIM = "./adapters/aliyun/runtime";

/** What goes into the function's package beside the user's code: for Node.js, the shim. */
export function packaging(fn: ResolvedFunction, app: ResolvedApp): Packaging {
  if (fn.image !== undefined) return { kind: "image" };
  const runtime = RUNTIMES[fn.runtime];
  if (runtime === undefined)
    throw new InternalError(`function "${fn.name}" has a runtime that FC lacks: ${fn.runtime}`);
  // What a custom runtime does is told to FC elsewhere; the setting only has to be there.
  if (fn.runtime === "custom") return { kind: "files", handler: "bootstrap", runtime };
  if (fn.runtime.startsWith("python")) return { kind: "files", handler: pythonHandler(fn.handler ?? ""), runtime };
  return {
    kind: "node",
    syntax: runtime.replace(/^nodejs(\d+)$/, "node$1"),
    entry: (handlerModule) => nodeEntry(fn, app, { shim: SHIM, handlerModule, setup: functionSetup(fn, app) }),
    handler: "index.handler",
    runtime,
  };
}

/** What the shim does in the place of FC, trigger by trigger; only what the function uses. */
function functionSetup(fn: ResolvedFunction, app: ResolvedApp): FunctionSetup {
  const settings: Record<string, Record<string, object>> = {};
  for (const trigger of fn.triggers) {
    if (trigger.kind === "webhook") continue;
    settings[trigger.kind] = { ...settings[trigger.kind], [trigger.name]: settingsOf(trigger, app.resources) };
  }
  const webhook = webhookSetup(fn);
  const whole = wholeBatchKinds(fn);
  return {
    ...(webhook && { webhook }),
    ...(whole.length > 0 && { wholeBatch: whole }),
    // By kind and name, each from the row of its own kind.
    ...(Object.keys(settings).length > 0 && { settings: settings as FunctionSetup["settings"] }),
  };
}
