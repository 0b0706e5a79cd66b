import { compareText } from "../../model/references.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { WebhookSettings } from "../../runtime/shim/webhook.ts";

/** The entry module of a function on Node.js, as a cloud's shim wants it. */
export interface NodeEntry {
  /**
   * Folder of the shim, which has `entry.ts`, `triggers/<kind>.ts` and `clients/<kind>.ts`: "./adapters/<cloud>/runtime",
   * or the absolute path of a folder in the adapter's own package.
   */
  readonly shim: string;
  /** Of the shim's files. Default: ".ts". */
  readonly extension?: ".ts" | ".js";
  /** Name of the module that has `createHandler`. Default: "entry". */
  readonly entry?: string;
  /** The user's module. */
  readonly handlerModule: string;
  /**
   * Settings of a trigger for the shim, as JSON. They contain names of the spec only, never physical ones, so that one
   * package serves every stack.
   */
  readonly told: (trigger: ResolvedTrigger) => object;
  /** Name of the module in `triggers` for a kind. Default: the kind. */
  readonly codec?: (kind: TriggerKind) => string;
}

/**
 * Source of the entry module: the user's module, the shim, and only the codecs and clients that the function uses. A
 * client is there for each permission and no more: what the shim itself reaches is no business of the user's code.
 */
export function nodeEntry(
  fn: ResolvedFunction,
  app: ResolvedApp,
  { shim, extension = ".ts", entry = "entry", handlerModule, told, codec = String }: NodeEntry,
): string {
  const kinds = [...new Set(fn.triggers.map((trigger) => trigger.kind))].sort(byPrecedence);
  const clients = fn.permissions.map(({ name }) => [name, app.resources.get(name)?.kind ?? "function"] as const);
  const clientKinds = [...new Set(clients.map(([, kind]) => kind))].sort();
  const triggersOf = (kind: TriggerKind): object[] =>
    fn.triggers.filter((trigger) => trigger.kind === kind).map((trigger) => ({ name: trigger.name, ...told(trigger) }));
  const triggers = Object.fromEntries(kinds.map((kind) => [kind, triggersOf(kind)]));
  const module = (path: string): string => JSON.stringify(`${shim}/${path}${extension}`);
  const fields = [
    `function: ${JSON.stringify(fn.name)}`,
    `codecs: { ${kinds.map((kind) => `${kind}: ${kind}Codec`).join(", ")} }`,
    `triggers: ${JSON.stringify(triggers)}`,
    ...(fn.recordEvents ? [`record: recorder(${JSON.stringify(secretsOf(clients))})`] : []),
    `clients: { ${clients.map(([name, kind]) => `${JSON.stringify(name)}: ${kind}Client`).join(", ")} }`,
  ];
  return [
    `import { createHandler } from ${module(entry)};`,
    ...kinds.map((kind) => `import { ${kind} as ${kind}Codec } from ${module(`triggers/${codec(kind)}`)};`),
    ...clientKinds.map((kind) => `import { ${kind}Client } from ${module(`clients/${kind}`)};`),
    ...(fn.recordEvents ? ['import { recorder } from "./runtime/shim/record.ts";'] : []),
    ...handlerLines(kinds, handlerModule, `{ ${fields.join(", ")} }`),
    "",
  ].join("\n");
}

const secretsOf = (clients: readonly (readonly [name: string, kind: string])[]): string[] =>
  clients.flatMap(([name, kind]) => (kind === "secret" ? [name] : []));

/** Kinds whose callers wait for the answer and must not see an error. */
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

/** The signature scheme of a webhook; the secret itself is read at run time. */
export const webhookSettings = ({ spec }: ResolvedTrigger<"webhook">): WebhookSettings => {
  const { sender, secret, tolerance, hmac } = spec;
  return { sender, secret, tolerance, ...(hmac && { hmac }) };
};

/** The objects that a bucket trigger is for. */
export const objectSettings = ({
  spec,
}: ResolvedTrigger<"bucket">): Pick<typeof spec, "bucket" | "events" | "prefix" | "suffix"> => {
  const { bucket, events, prefix, suffix } = spec;
  return { bucket, events, prefix, suffix };
};

/** True if the function has several triggers of the trigger's kind, so that its shim must tell them apart. */
export const isOneOfSeveral = ({ kind }: { readonly kind: TriggerKind }, { triggers }: ResolvedFunction): boolean =>
  triggers.filter((other) => other.kind === kind).length > 1;
