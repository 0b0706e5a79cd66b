import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { EventOf, Payloads } from "../../payloads.ts";
import { webhookRequest } from "../../shared/payload-request.ts";
import { toAttributes } from "../runtime/marshal.ts";
import { functionUrl } from "./function-url.ts";

/** Account and region of generated payloads; the account is the one of AWS's documentation. */
const ACCOUNT = "123456789012";
const REGION = "us-east-1";

const arn = (service: string, name: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;

/** `queue/jobs` -> `jobs`. */
const nameOf = (source: string): string => source.slice(source.indexOf("/") + 1);

const seconds = (time: string | undefined): number => Date.parse(time ?? "") / 1000;

type Attributes = Readonly<Record<string, string>>;

const mapValues = (attributes: Attributes, to: (value: string) => object): object =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, to(value)]));

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function bucket(event: EventOf<"bucket">): unknown {
  const { id, time, data } = event;
  const isCreated = event.type === "polyfn.bucket.created";
  const { bucket: name, key, versionId } = data;
  const object = {
    key: encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/"),
    ...(isCreated && { size: event.data.size, eTag: event.data.etag }),
    ...(versionId !== undefined && { versionId }),
    sequencer: id,
  };
  const record = {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: REGION,
    eventTime: time,
    eventName: isCreated ? "ObjectCreated:Put" : "ObjectRemoved:Delete",
    s3: { s3SchemaVersion: "1.0", bucket: { name, arn: `arn:aws:s3:::${name}` }, object },
  };
  return { Records: [record] };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const queue = ({ messages }: EventOf<"queue">): unknown => ({
  Records: messages.map(({ id, source, time, text, attributes, receives = 1, group, deduplicationId }) => ({
    messageId: id,
    receiptHandle: id,
    body: text,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(seconds(time) * 1000),
      ...(group !== undefined && { MessageGroupId: group }),
      ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    },
    messageAttributes: mapValues(attributes, (stringValue) => ({ dataType: "String", stringValue })),
    md5OfBody: createHash("md5").update(text).digest("hex"),
    eventSource: "aws:sqs",
    eventSourceARN: arn("sqs", nameOf(source)),
    awsRegion: REGION,
  })),
});

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function topic({ id, source, subject, time, text, attributes }: EventOf<"topic">): unknown {
  const topicArn = arn("sns", nameOf(source));
  const message = {
    Type: "Notification",
    MessageId: id,
    TopicArn: topicArn,
    Subject: subject ?? null,
    Message: text,
    Timestamp: time,
    MessageAttributes: mapValues(attributes, (Value) => ({ Type: "String", Value })),
  };
  const record = {
    EventSource: "aws:sns",
    EventVersion: "1.0",
    EventSubscriptionArn: `${topicArn}:${id}`,
    Sns: message,
  };
  return { Records: [record] };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
const stream = ({ records }: EventOf<"stream">): unknown => ({
  Records: records.map(({ id, source, time, key, sequence, bytes }) => ({
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: key,
      sequenceNumber: sequence,
      data: Buffer.from(bytes).toString("base64"),
      approximateArrivalTimestamp: seconds(time),
    },
    eventID: id,
    eventSource: "aws:kinesis",
    eventName: "aws:kinesis:record",
    eventVersion: "1.0",
    eventSourceARN: arn("kinesis", `stream/${nameOf(source)}`),
    awsRegion: REGION,
  })),
});

const CHANGES = {
  "polyfn.table.inserted": "INSERT",
  "polyfn.table.updated": "MODIFY",
  "polyfn.table.deleted": "REMOVE",
} as const;

const imageOf = (name: string, row: unknown): object =>
  row === undefined ? {} : { [name]: toAttributes(row as Readonly<Record<string, unknown>>) };

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html. Times are whole seconds. */
const table = ({ records }: EventOf<"table">): unknown => ({
  Records: records.map(({ id, source, type, time, sequence, data }) => ({
    eventID: id,
    eventName: CHANGES[type],
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: REGION,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(seconds(time)),
      ...imageOf("Keys", data.key),
      ...imageOf("OldImage", data.before),
      ...imageOf("NewImage", data.after),
      SequenceNumber: sequence,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
    eventSourceARN: arn("dynamodb", `table/${nameOf(source)}/stream/2026-01-01T00:00:00.000`),
  })),
});

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const bus = ({ id, source, type, subject, time, data }: EventOf<"bus">): unknown => ({
  version: "0",
  id,
  "detail-type": type,
  source,
  account: ACCOUNT,
  time,
  region: REGION,
  resources: subject === undefined ? [] : [subject],
  detail: data,
});

/** The input that polyfn gives to its schedules. */
const schedule = ({ id, source, data }: EventOf<"schedule">): unknown => ({
  polyfn: "schedule",
  trigger: nameOf(source),
  scheduledTime: data.scheduledTime,
  id,
  ...(data.input !== undefined && { input: data.input }),
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html */
function log({ log: logGroup, stream: logStream, lines }: EventOf<"log">): unknown {
  const logEvents = lines.map(({ id, time, data }) => ({
    id,
    timestamp: Date.parse(time ?? ""),
    message: data.message,
  }));
  const content = {
    messageType: "DATA_MESSAGE",
    owner: ACCOUNT,
    logGroup,
    logStream,
    subscriptionFilters: ["filter"],
    logEvents,
  };
  return { awslogs: { data: gzipSync(JSON.stringify(content)).toString("base64") } };
}

/** Payloads as Lambda gets them. Calls over HTTP come to a function URL. */
export const payloads: Payloads = {
  http: functionUrl,
  webhook: ({ data }) => functionUrl(webhookRequest(data)),
  schedule,
  queue,
  topic,
  bucket,
  stream,
  table,
  bus,
  log,
};
