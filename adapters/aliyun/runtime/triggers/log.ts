import { readText } from "../../../../runtime/core/body.ts";
import { timeOf } from "../../../../runtime/core/values.ts";
import type { LogBatch, LogLine } from "../../../../runtime/events.ts";
import { matchesLine } from "../log-pattern.ts";
import { type Entry, pull } from "../sls.ts";
import { isSlsEvent, parameterOf, type SlsEvent } from "../sls-event.ts";
import type { Trigger } from "../trigger.ts";

/** FC's own loggers put time, request and level before what is logged. */
const PREFIX = /^\d{4}-\d\d-\d\d[T ]\S+ [\w-]+ \[\w+\] /;

function toLine(log: string, id: string, entry: Entry): LogLine {
  const { message = JSON.stringify(entry.fields) } = entry.fields;
  const { data } = readText(message.replace(PREFIX, ""));
  const fields = typeof data === "object" && data !== null && !Array.isArray(data) ? { fields: { ...data } } : {};
  return {
    specversion: "1.0",
    id,
    source: `log/${log}`,
    type: "polyfn.log.line",
    time: timeOf(entry.time),
    data: { message, ...fields },
    raw: entry,
  };
}

/** Lines of a function's log, by the instance that wrote them. Those that don't match the trigger's pattern are left out. */
export const log: Trigger<SlsEvent, LogBatch> = {
  accepts: (event): event is SlsEvent => isSlsEvent(event) && parameterOf(event).polyfn !== "stream",
  async handle(event, method, ctx, setup) {
    const { trigger: name } = parameterOf(event);
    ctx.trigger = { kind: "log", ...(name !== undefined && { name }) };
    const pattern = setup.settings?.log?.[name ?? ""]?.pattern ?? "";
    const { logstoreName, shardId } = event.source;
    const streams = new Map<string, LogLine[]>();
    for (const { position, group } of await pull(event.source)) {
      for (const [index, entry] of group.entries.entries()) {
        const line = toLine(logstoreName, `${shardId}:${position}:${index}`, entry);
        if (!matchesLine(pattern, line.data.message)) continue;
        const part = entry.fields.instanceID ?? group.source;
        streams.set(part, [...(streams.get(part) ?? []), line]);
      }
    }
    for (const [stream, lines] of streams) await method({ log: logstoreName, stream, lines }, ctx);
  },
};
