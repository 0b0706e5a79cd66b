import { InternalError } from "../../model/errors.ts";
import type { Runtime } from "../../model/function.ts";
import { compareText } from "../../model/named.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { Packaging } from "../contract.ts";
import { neededNames } from "./needs.ts";
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
    entry: (handlerModule) => entry(fn, app, handlerModule),
    handler: "index.handler",
    runtime,
  };
}

/** `jobs/report.py:main` is `report.main` for FC: the handler's directory is the root of the package. */
function pythonHandler(handler: string): string {
  const [file = "", name = "handler"] = handler.split(":");
  const module = file.split("/").at(-1) ?? file;
  return `${module.replace(/\.py$/, "")}.${name}`;
}

const RUNTIME = "./adapters/aliyun/runtime";

/** Source of the entry module: the user's module, the shim, and only the decoders and clients that the function uses. */
function entry(fn: ResolvedFunction, app: ResolvedApp, handlerModule: string): string {
  const kinds = [...new Set(fn.triggers.map((trigger) => trigger.kind))].sort(byPrecedence);
  const clients = neededNames(fn, app.resources).map(
    (name) => [name, app.resources.get(name)?.kind ?? "function"] as const,
  );
  const clientKinds = [...new Set(clients.map(([, kind]) => kind))].sort();
  const setup = [
    `function: ${JSON.stringify(fn.name)}`,
    `triggers: { ${kinds.map((kind) => `${kind}: ${kind}Trigger`).join(", ")} }`,
    `clients: { ${clients.map(([name, kind]) => `${JSON.stringify(name)}: ${kind}Client`).join(", ")} }`,
    ...Object.entries(functionSetup(fn, app)).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ];
  return [
    `import { createHandler } from "${RUNTIME}/entry.ts";`,
    ...kinds.map((kind) => `import { ${kind} as ${kind}Trigger } from "${RUNTIME}/triggers/${kind}.ts";`),
    ...clientKinds.map((kind) => `import { ${kind}Client } from "${RUNTIME}/clients/${kind}.ts";`),
    // Last, so that the user's modules find the globals as the shim leaves them.
    `import * as user from ${JSON.stringify(handlerModule)};`,
    `export const handler = createHandler(user, { ${setup.join(", ")} });`,
    "",
  ].join("\n");
}

/** Calls of a webhook's address look like any other HTTP call, so webhooks are asked first whether a call is theirs. */
const byPrecedence = (a: TriggerKind, b: TriggerKind): number =>
  Number(b === "webhook") - Number(a === "webhook") || compareText(a, b);

/** What the shim does in the place of FC, trigger by trigger; only what the function uses. */
function functionSetup(fn: ResolvedFunction, app: ResolvedApp): FunctionSetup {
  const webhooks: Record<string, object> = {};
  const settings: Record<string, Record<string, object>> = {};
  for (const trigger of fn.triggers) {
    const value = settingsOf(trigger, app.resources);
    if (trigger.kind === "webhook") webhooks[trigger.name] = value;
    else settings[trigger.kind] = { ...settings[trigger.kind], [trigger.name]: value };
  }
  const whole = [...new Set(fn.triggers.filter(failsWhole).map((trigger) => trigger.kind))].sort();
  return {
    ...(Object.keys(webhooks).length > 0 && { webhooks: webhooks as FunctionSetup["webhooks"] }),
    ...(whole.length > 0 && { wholeBatch: whole }),
    ...(Object.keys(settings).length > 0 && { settings: settings as FunctionSetup["settings"] }),
  } as FunctionSetup;
}

/** Whether one failed item of a batch fails all of it. */
const failsWhole = ({ spec }: ResolvedTrigger): boolean => "partialFailures" in spec && !spec.partialFailures;
