import { readBytes } from "../../../../runtime/core/bytes.ts";
import { fromBase64, timeOf } from "../../../../runtime/core/values.ts";
import type { StreamBatch, StreamRecord } from "../../../../runtime/events.ts";
import { handleOrdered } from "../ordered.ts";
import { type Entry, pull } from "../sls.ts";
import { isSlsEvent, parameterOf, type SlsEvent } from "../sls-event.ts";
import type { Trigger } from "../trigger.ts";

/** Most entries that a group can have, and then some: positions of entries are made of their group's. */
const GROUP_SIZE = 1_000_000n;

/** A record: what the stream's client puts, or an entry that somebody else wrote, as JSON. */
function toRecord({ source }: SlsEvent, entry: Entry, sequence: string): Omit<StreamRecord, "retry"> {
  const { key = "", data, encoding, ...others } = entry.fields;
  const isOurs = data !== undefined && Object.keys(others).length === 0;
  const text = isOurs ? data : JSON.stringify(entry.fields);
  const bytes = isOurs && encoding === "base64" ? fromBase64(text) : new TextEncoder().encode(text);
  return {
    specversion: "1.0",
    id: `${source.shardId}:${sequence}`,
    source: `stream/${source.logstoreName}`,
    type: "polyfn.stream.record",
    subject: key,
    time: timeOf(entry.time),
    ...readBytes(bytes),
    key,
    sequence,
    bytes,
    raw: entry,
  };
}

/** Records of a stream: a logstore whose entries have a key and data. Their order holds per shard, and so per key. */
export const stream: Trigger<SlsEvent, StreamBatch> = {
  accepts: (event): event is SlsEvent => isSlsEvent(event) && parameterOf(event).polyfn === "stream",
  async handle(event, method, ctx, setup) {
    const { trigger: name = "" } = parameterOf(event);
    ctx.trigger = { kind: "stream", name };
    const groups = await pull(event.source);
    const records = groups.flatMap(({ position, group }) =>
      group.entries.map((entry, index) => toRecord(event, entry, String(position * GROUP_SIZE + BigInt(index + 1)))),
    );
    const { logstoreName, shardId, beginCursor } = event.source;
    const id = `${name}/${logstoreName}/${shardId}/${beginCursor}`;
    const settings = setup.settings?.stream?.[name];
    await handleOrdered<StreamRecord>({ id, records, settings, content: ({ data }) => data }, method, ctx);
  },
};
