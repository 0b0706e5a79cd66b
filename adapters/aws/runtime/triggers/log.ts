import { gunzipSync } from "node:zlib";
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent, CloudWatchLogsLogEvent } from "aws-lambda";
import { readText } from "../../../../runtime/core/body.ts";
import { timeOf } from "../../../../runtime/core/values.ts";
import type { LogBatch, LogLine } from "../../../../runtime/events.ts";
import type { Trigger } from "../trigger.ts";

function toLine(group: string, line: CloudWatchLogsLogEvent): LogLine {
  const { data } = readText(line.message);
  const fields = typeof data === "object" && data !== null && !Array.isArray(data) ? { fields: { ...data } } : {};
  return {
    specversion: "1.0",
    id: line.id,
    source: `log/${group}`,
    type: "polyfn.log.line",
    time: timeOf(line.timestamp),
    data: { message: line.message, ...fields },
    raw: line,
  };
}

/** CloudWatch Logs subscriptions (https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html). */
export const log: Trigger<CloudWatchLogsEvent, LogBatch> = {
  accepts: (event): event is CloudWatchLogsEvent =>
    typeof (event as Partial<CloudWatchLogsEvent> | null | undefined)?.awslogs?.data === "string",
  async handle(event, method, ctx) {
    const json = gunzipSync(Buffer.from(event.awslogs.data, "base64")).toString();
    const decoded: CloudWatchLogsDecodedData = JSON.parse(json);
    // CloudWatch checks a new destination with a message that is no log data.
    if (decoded.messageType === "CONTROL_MESSAGE") return;
    const { logGroup, logStream, logEvents } = decoded;
    await method({ log: logGroup, stream: logStream, lines: logEvents.map((line) => toLine(logGroup, line)) }, ctx);
  },
};
