import { compareText } from "../../model/references.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { WebhookSetup } from "../../runtime/shim/webhook.ts";

/** The entry module of a function on Node.js, as a cloud's shim wants it. */
export interface NodeEntry {
  /** Folder of the shim, which has `entry.ts`, `triggers/<kind>.ts` and `clients/<kind>.ts`: "./adapters/<cloud>/runtime". */
  readonly shim: string;
  /** The user's module. */
  readonly handlerModule: string;
  /** What the shim is told beside function, triggers and clients: JSON. */
  readonly setup: object;
  /** Name of the module in `triggers` for a kind. Default: the kind. */
  readonly decoder?: (kind: TriggerKind) => string;
}

/**
 * Source of the entry module: the user's module, the shim, and only the decoders and clients that the function uses. A
 * client is there for each permission and no more: what the shim itself reaches is no business of the user's code.
 */
export function nodeEntry(
  fn: ResolvedFunction,
  app: ResolvedApp,
  { shim, handlerModule, setup, decoder = String }: NodeEntry,
): string {
  const kinds = [...new Set(fn.triggers.map((trigger) => trigger.kind))].sort(byPrecedence);
  const clients = fn.permissions.map(({ name }) => [name, app.resources.get(name)?.kind ?? "function"] as const);
  const clientKinds = [...new Set(clients.map(([, kind]) => kind))].sort();
  const fields = [
    `function: ${JSON.stringify(fn.name)}`,
    `triggers: { ${kinds.map((kind) => `${kind}: ${kind}Trigger`).join(", ")} }`,
    `clients: { ${clients.map(([name, kind]) => `${JSON.stringify(name)}: ${kind}Client`).join(", ")} }`,
    ...Object.entries(setup).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ];
  return [
    `import { createHandler } from "${shim}/entry.ts";`,
    ...kinds.map((kind) => `import { ${kind} as ${kind}Trigger } from "${shim}/triggers/${decoder(kind)}.ts";`),
    ...clientKinds.map((kind) => `import { ${kind}Client } from "${shim}/clients/${kind}.ts";`),
    ...handlerLines(kinds, handlerModule, `{ ${fields.join(", ")} }`),
    "",
  ].join("\n");
}

/** Kinds whose events come from somebody who waits for the answer and must not see an error. */
const ANSWERED: ReadonlySet<TriggerKind> = new Set(["http", "webhook"]);

/** The user's module comes last, so that it finds the globals as the shim leaves them. */
function handlerLines(kinds: readonly TriggerKind[], handlerModule: string, setup: string): string[] {
  const module = JSON.stringify(handlerModule);
  if (!kinds.some((kind) => ANSWERED.has(kind)))
    return [`import * as user from ${module};`, `export const handler = createHandler(user, ${setup});`];
  return [
    `import { load } from "./runtime/shim/load.ts";`,
    `export const user = import(${module});`,
    'const again = (attempt) => import(import.meta.url + "?" + attempt);',
    `export const handler = await load(user, again, (module) => createHandler(module, ${setup}));`,
  ];
}

/** Calls of a webhook's address look like any other HTTP call, so webhooks are asked first whether a call is theirs. */
const byPrecedence = (a: TriggerKind, b: TriggerKind): number =>
  Number(b === "webhook") - Number(a === "webhook") || compareText(a, b);

/** `jobs/report.py:main` is `report.main` for a cloud: the handler's directory is the root of the package. */
export function pythonHandler(handler: string): string {
  const [file = "", name = "handler"] = handler.split(":");
  const module = file.split("/").at(-1) ?? file;
  return `${module.replace(/\.py$/, "")}.${name}`;
}

/** Kinds of the function's triggers in which one failed item of a batch fails all of it. Sorted. */
export const wholeBatchKinds = (fn: ResolvedFunction): TriggerKind[] =>
  [...new Set(fn.triggers.filter(failsWhole).map((trigger) => trigger.kind))].sort();

const failsWhole = ({ spec }: ResolvedTrigger): boolean => "partialFailures" in spec && !spec.partialFailures;

/** How the function's webhook, if it has one, verifies its calls; the secret itself is read at run time. */
export function webhookSetup(fn: ResolvedFunction): WebhookSetup | undefined {
  const trigger = fn.triggers.find(({ kind }) => kind === "webhook");
  if (trigger?.kind !== "webhook") return undefined;
  const { sender, secret, tolerance, hmac } = trigger.spec;
  return { name: trigger.name, sender, secret, tolerance, ...(hmac && { hmac }) };
}
