import { readBytes } from "../../../../runtime/core/bytes.ts";
import { fromBase64, timeOf } from "../../../../runtime/core/values.ts";
import type { StreamRecord } from "../../../../runtime/events.ts";
import { runCodec } from "../../../../runtime/shim/run-codec.ts";
import { byName } from "../../../../runtime/shim/trigger-of.ts";
import { tellOfFailure } from "../failure.ts";
import { type Entry, pull } from "../sls.ts";
import { isSlsEvent, parameterOf, type SlsEvent } from "../sls-event.ts";
import type { Triggers } from "../trigger.ts";

/** Most entries that a group can have, and then some: positions of entries are made of their group's. */
const GROUP_SIZE = 1_000_000n;

/** A record: what polyfn's client wrote, or the entry of another producer as JSON. */
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
export const stream = runCodec<SlsEvent, StreamRecord, Triggers["stream"]>({
  matches: (event): event is SlsEvent => isSlsEvent(event) && parameterOf(event).polyfn === "stream",
  triggerOf: byName((event) => parameterOf(event).trigger),
  async decode(event) {
    const { logstoreName, shardId, beginCursor } = event.source;
    const groups = await pull(event.source);
    const records = groups.flatMap(({ position, group }) =>
      group.entries.map((entry, index) => toRecord(event, entry, String(position * GROUP_SIZE + BigInt(index + 1)))),
    );
    return { id: `${logstoreName}/${shardId}/${beginCursor}`, records };
  },
  content: ({ data }) => data,
  giveUp: tellOfFailure,
});
