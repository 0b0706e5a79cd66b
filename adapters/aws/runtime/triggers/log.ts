import { gunzipSync } from "node:zlib";
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent, CloudWatchLogsLogEvent } from "aws-lambda";
import type { LogBatch, LogLine } from "../../../../runtime/events.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { logLine } from "../../../../runtime/shim/log-line.ts";
import { bySource } from "../../../../runtime/shim/trigger-of.ts";
import type { Triggers } from "../trigger.ts";

const toLine = (group: string, line: CloudWatchLogsLogEvent): LogLine =>
  logLine({ id: line.id, log: group, time: line.timestamp, message: line.message, raw: line });

const read = (event: CloudWatchLogsEvent): CloudWatchLogsDecodedData =>
  JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, "base64")).toString());

/** CloudWatch Logs subscriptions (https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html). */
export const log = eventCodec<CloudWatchLogsEvent, LogBatch, Triggers["log"]>({
  matches: (event): event is CloudWatchLogsEvent =>
    typeof (event as Partial<CloudWatchLogsEvent> | null | undefined)?.awslogs?.data === "string",
  triggerOf: bySource((event) => read(event).subscriptionFilters[0]),
  decode(event) {
    const { messageType, logGroup, logStream, logEvents } = read(event);
    // CloudWatch checks a new destination with a message that is no log data.
    if (messageType === "CONTROL_MESSAGE") return [];
    return [{ log: logGroup, stream: logStream, lines: logEvents.map((line) => toLine(logGroup, line)) }];
  },
});
