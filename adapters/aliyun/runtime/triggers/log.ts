import type { LogBatch, LogLine } from "../../../../runtime/events.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { logLine } from "../../../../runtime/shim/log-line.ts";
import { byName } from "../../../../runtime/shim/trigger-of.ts";
import { matchesLine } from "../log-pattern.ts";
import { type Entry, pull } from "../sls.ts";
import { isSlsEvent, parameterOf, type SlsEvent } from "../sls-event.ts";
import type { Triggers } from "../trigger.ts";

/** FC's own loggers put time, request and level before what is logged. */
const PREFIX = /^\d{4}-\d\d-\d\d[T ]\S+ [\w-]+ \[\w+\] /;

function toLine(log: string, id: string, entry: Entry): LogLine {
  const { message = JSON.stringify(entry.fields) } = entry.fields;
  return logLine({ id, log, time: entry.time, message, said: message.replace(PREFIX, ""), raw: entry });
}

/** Lines of a function's log, by the instance that wrote them. Those that don't match the trigger's pattern are left out. */
export const log = eventCodec<SlsEvent, LogBatch, Triggers["log"]>({
  matches: (event): event is SlsEvent => isSlsEvent(event) && parameterOf(event).polyfn !== "stream",
  triggerOf: byName((event) => parameterOf(event).trigger),
  async decode({ source }, { trigger }) {
    const { logstoreName, shardId } = source;
    const streams = new Map<string, LogLine[]>();
    for (const { position, group } of await pull(source)) {
      for (const [index, entry] of group.entries.entries()) {
        const line = toLine(logstoreName, `${shardId}:${position}:${index}`, entry);
        if (!matchesLine(trigger?.pattern ?? "", line.data.message)) continue;
        const part = entry.fields.instanceID ?? group.source;
        streams.set(part, [...(streams.get(part) ?? []), line]);
      }
    }
    return [...streams].map(([stream, lines]) => ({ log: logstoreName, stream, lines }));
  },
});
