import { readdirSync, readFileSync } from "node:fs";
import { createHandler } from "../../adapters/aws/runtime/entry.ts";
import { bucket } from "../../adapters/aws/runtime/triggers/bucket.ts";
import { bus } from "../../adapters/aws/runtime/triggers/bus.ts";
import { http } from "../../adapters/aws/runtime/triggers/http.ts";
import { log } from "../../adapters/aws/runtime/triggers/log.ts";
import { queue } from "../../adapters/aws/runtime/triggers/queue.ts";
import { schedule } from "../../adapters/aws/runtime/triggers/schedule.ts";
import { stream } from "../../adapters/aws/runtime/triggers/stream.ts";
import { table } from "../../adapters/aws/runtime/triggers/table.ts";
import { topic } from "../../adapters/aws/runtime/triggers/topic.ts";
import { webhook } from "../../adapters/aws/runtime/triggers/webhook.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { ShimSetup } from "../../runtime/shim/create-shim.ts";
import type { AnyHandler } from "../../runtime/index.ts";

/** Every codec there is. */
export const codecs = { http, webhook, schedule, queue, topic, bucket, stream, table, bus, log };

/** Triggers as the entry module of a function passes them, by kind and name. */
export const triggers = (byKind: { readonly [K in TriggerKind]?: Readonly<Record<string, object>> }) => ({
  triggers: Object.fromEntries(
    Object.entries(byKind).map(([kind, byName]) => [
      kind,
      Object.entries(byName).map(([name, settings]) => ({ name, ...settings })),
    ]),
  ),
});

const EVENTS = new URL("../events/aws/", import.meta.url);

/** Events as AWS publishes them in its documentation, by name; the part before the first hyphen is the trigger kind. */
export const samples: ReadonlyMap<string, unknown> = new Map(
  readdirSync(EVENTS).map((file) => [
    file.replace(/\.json$/, ""),
    (JSON.parse(readFileSync(new URL(file, EVENTS), "utf8")) as { event: unknown }).event,
  ]),
);

export function sample<T = unknown>(name: string): T {
  if (!samples.has(name)) throw new Error(`no sample event ${name}`);
  return structuredClone(samples.get(name)) as T;
}

/** Lambda's context, with time left. */
export const lambdaContext = (remaining = 30_000) => ({
  awsRequestId: "8f507cfc-xmpl-4697-b07a-ac58fc914c95",
  functionName: "f",
  getRemainingTimeInMillis: () => remaining,
});

/** Calls a function made of these methods, the way Lambda does, with the codecs of their kinds. */
export function invoke(handler: AnyHandler, event: unknown, setup: Partial<ShimSetup> = {}, context = lambdaContext()) {
  const kinds = Object.keys(handler).filter((kind): kind is TriggerKind => kind in codecs);
  const own = Object.fromEntries(kinds.map((kind) => [kind, codecs[kind]]));
  return createHandler({ default: handler }, { function: "f", codecs: own, ...setup })(event, context);
}
