import type { Runtime } from "../../model/function.ts";
import { compareText } from "../../model/named.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { Packaging } from "../contract.ts";
import { neededNames } from "./needs.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html; without a version, the newest that bundles are made for. */
export const RUNTIMES: Readonly<Record<Runtime, string>> = {
  nodejs: "nodejs22.x",
  nodejs20: "nodejs20.x",
  nodejs22: "nodejs22.x",
  nodejs24: "nodejs24.x",
  python: "python3.13",
  "python3.10": "python3.10",
  "python3.11": "python3.11",
  "python3.12": "python3.12",
  "python3.13": "python3.13",
  custom: "provided.al2023",
};

/** What goes into the function's package beside the user's code: for Node.js, the shim. */
export function packaging(fn: ResolvedFunction, app: ResolvedApp): Packaging {
  if (fn.image !== undefined) return { kind: "image" };
  const runtime = RUNTIMES[fn.runtime];
  if (fn.runtime === "custom") return { kind: "files", handler: "bootstrap", runtime };
  if (fn.runtime.startsWith("python")) return { kind: "files", handler: pythonHandler(fn.handler ?? ""), runtime };
  return {
    kind: "node",
    syntax: runtime.replace(/^nodejs(\d+)\.x$/, "node$1"),
    entry: (handlerModule) => entry(fn, app, handlerModule),
    handler: "index.handler",
    runtime,
  };
}

/** `jobs/report.py:main` is `report.main` for Lambda: the handler's directory is the root of the package. */
function pythonHandler(handler: string): string {
  const [file = "", name = "handler"] = handler.split(":");
  const module = file.split("/").at(-1) ?? file;
  return `${module.replace(/\.py$/, "")}.${name}`;
}

const RUNTIME = "./adapters/aws/runtime";

/** Source of the entry module: the user's module, the shim, and only the decoders and clients that the function uses. */
function entry(fn: ResolvedFunction, app: ResolvedApp, handlerModule: string): string {
  const kinds = [...new Set(fn.triggers.map((trigger) => trigger.kind))].sort(byPrecedence);
  const whole = kinds.filter((kind) => fn.triggers.some((trigger) => trigger.kind === kind && failsWhole(trigger)));
  const clients = neededNames(fn).map((name) => [name, app.resources.get(name)?.kind ?? "function"] as const);
  const clientKinds = [...new Set(clients.map(([, kind]) => kind))].sort();
  const setup = [
    `function: ${JSON.stringify(fn.name)}`,
    `triggers: { ${kinds.map((kind) => `${kind}: ${kind}Trigger`).join(", ")} }`,
    `clients: { ${clients.map(([name, kind]) => `${JSON.stringify(name)}: ${kind}Client`).join(", ")} }`,
    `webhooks: ${JSON.stringify(webhooks(fn))}`,
    ...(whole.length > 0 ? [`wholeBatch: ${JSON.stringify(whole)}`] : []),
  ];
  return [
    `import { createHandler } from "${RUNTIME}/entry.ts";`,
    ...kinds.map((kind) => `import { ${kind} as ${kind}Trigger } from "${RUNTIME}/triggers/${decoder(fn, kind)}.ts";`),
    ...clientKinds.map((kind) => `import { ${kind}Client } from "${RUNTIME}/clients/${kind}.ts";`),
    // Last, so that the user's modules find the globals as the shim leaves them.
    `import * as user from ${JSON.stringify(handlerModule)};`,
    `export const handler = createHandler(user, { ${setup.join(", ")} });`,
    "",
  ].join("\n");
}

/** The module of a kind's decoder. A function whose responses are streamed needs another kind of Lambda handler. */
function decoder(fn: ResolvedFunction, kind: TriggerKind): string {
  const streams = fn.triggers.some(
    (trigger) => trigger.kind === kind && "streaming" in trigger.spec && trigger.spec.streaming,
  );
  return streams ? `${kind}-streaming` : kind;
}

/** Whether one failed item of a batch fails all of it. */
const failsWhole = ({ spec }: ResolvedTrigger): boolean => "partialFailures" in spec && !spec.partialFailures;

/** Calls of a webhook's address look like any other HTTP call, so webhooks are asked first whether a call is theirs. */
const byPrecedence = (a: TriggerKind, b: TriggerKind): number =>
  Number(b === "webhook") - Number(a === "webhook") || compareText(a, b);

/** How each webhook trigger verifies its calls; the secret itself is read at run time. */
function webhooks(fn: ResolvedFunction): Record<string, object> {
  const triggers = fn.triggers.filter((trigger) => trigger.kind === "webhook");
  return Object.fromEntries(
    triggers.map(({ name, spec: { sender, secret, tolerance, hmac } }) => [name, { sender, secret, tolerance, hmac }]),
  );
}
