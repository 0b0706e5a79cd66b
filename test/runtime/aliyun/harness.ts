import { readdirSync, readFileSync } from "node:fs";
import { createHandler, type Setup } from "../../../adapters/aliyun/runtime/entry.ts";
import type { FcContext } from "../../../adapters/aliyun/runtime/trigger.ts";
import { bucket } from "../../../adapters/aliyun/runtime/triggers/bucket.ts";
import { bus } from "../../../adapters/aliyun/runtime/triggers/bus.ts";
import { http } from "../../../adapters/aliyun/runtime/triggers/http.ts";
import { log } from "../../../adapters/aliyun/runtime/triggers/log.ts";
import { queue } from "../../../adapters/aliyun/runtime/triggers/queue.ts";
import { schedule } from "../../../adapters/aliyun/runtime/triggers/schedule.ts";
import { stream } from "../../../adapters/aliyun/runtime/triggers/stream.ts";
import { table } from "../../../adapters/aliyun/runtime/triggers/table.ts";
import { topic } from "../../../adapters/aliyun/runtime/triggers/topic.ts";
import { webhook } from "../../../adapters/aliyun/runtime/triggers/webhook.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import type { AnyHandler } from "../../../runtime/index.ts";

/** Every codec there is. */
export const codecs = { http, webhook, schedule, queue, topic, bucket, stream, table, bus, log };

const EVENTS = new URL("../../events/aliyun/", import.meta.url);

/** Events as Aliyun's documentation shows them, by name; the part before the first hyphen is the trigger kind. */
export const samples: ReadonlyMap<string, unknown> = new Map(
  readdirSync(EVENTS)
    .filter((file) => file.endsWith(".json"))
    .map((file) => [
      file.replace(/\.json$/, ""),
      (JSON.parse(readFileSync(new URL(file, EVENTS), "utf8")) as { event: unknown }).event,
    ]),
);

export function sample<T = unknown>(name: string): T {
  if (!samples.has(name)) throw new Error(`no sample event ${name}`);
  return structuredClone(samples.get(name)) as T;
}

/** FC's context, with time left (seconds). */
export const fcContext = (timeout = 30): FcContext => ({
  requestId: "1-64f6cd87-a1b2c3",
  region: "cn-hangzhou",
  accountId: "1234567890123456",
  function: { name: "media-dev-f", timeout },
  credentials: { accessKeyId: "STS.id", accessKeySecret: "secret", securityToken: "token" },
});

/** Calls a function made of these methods, the way FC does, with the codecs of their kinds. Gives what it returned, read. */
export async function invoke(
  handler: AnyHandler,
  event: unknown,
  setup: Partial<Setup> = {},
  context = fcContext(),
): Promise<unknown> {
  const kinds = Object.keys(handler).filter((kind): kind is TriggerKind => kind in codecs);
  const own = Object.fromEntries(kinds.map((kind) => [kind, codecs[kind]]));
  const payload = Buffer.isBuffer(event) ? event : Buffer.from(JSON.stringify(event));
  const run = createHandler({ default: handler }, { function: "f", codecs: own, ...setup });
  const result = await run(payload, context);
  return typeof result === "string" ? JSON.parse(result) : result;
}
