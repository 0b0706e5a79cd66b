import { md5 } from "../../../runtime/core/digest.ts";
import type { EventOf, Payloads } from "../../payloads.ts";
import { webhookRequest } from "../../shared/payload-request.ts";
import { packAttributes } from "../runtime/attributes.ts";
import { seal } from "../runtime/envelope.ts";
import { toColumns } from "../runtime/tablestore/values.ts";
import type { TimerPayload } from "../runtime/trigger.ts";
import { ownAddress } from "./own-address.ts";

/** Account and region of generated payloads. */
const ACCOUNT = "1234567890123456";
const REGION = "cn-hangzhou";

/** `queue/jobs` -> `jobs`. */
const nameOf = (source: string): string => source.slice(source.indexOf("/") + 1);

/** https://www.alibabacloud.com/help/en/functioncompute/fc/configure-a-native-oss-trigger */
function bucket(event: EventOf<"bucket">): unknown {
  const { id, time, data } = event;
  const isCreated = event.type === "polyfn.bucket.created";
  const { bucket: name, key, versionId } = data;
  const [size, eTag] = isCreated ? [event.data.size, event.data.etag.toUpperCase()] : [0, ""];
  const record = {
    eventName: isCreated ? "ObjectCreated:PutObject" : "ObjectRemoved:DeleteObject",
    eventSource: "acs:oss",
    eventTime: time,
    eventVersion: "1.0",
    region: REGION,
    oss: {
      bucket: { arn: `acs:oss:${REGION}:${ACCOUNT}:${name}`, name, ownerIdentity: ACCOUNT },
      object: { key, size, deltaSize: size, eTag, ...(versionId !== undefined && { versionId }) },
      ossSchemaVersion: "1.0",
      ruleId: "example",
    },
    requestParameters: { sourceIPAddress: "203.0.113.1" },
    responseElements: { requestId: id },
    userIdentity: { principalId: ACCOUNT },
  };
  return { events: [record] };
}

const bridge = { specversion: "1.0", aliyunaccountid: ACCOUNT, aliyunregionid: REGION } as const;

/** https://www.alibabacloud.com/help/en/functioncompute/fc/mns-queue-triggers */
const queue = ({ messages }: EventOf<"queue">): unknown =>
  messages.map(({ id, source, time, text, attributes, receives = 1, deduplicationId }) => ({
    ...bridge,
    id,
    source: "mns-queue-trigger",
    type: "mns:Queue:SendMessage",
    datacontenttype: "application/json; charset=utf-8",
    subject: `acs:mns:${REGION}:${ACCOUNT}:queues/${nameOf(source)}`,
    time,
    aliyunpublishtime: time,
    aliyuneventbusname: "mns-queue-trigger",
    data: {
      requestId: id,
      messageId: id,
      // Fields that MNS lacks travel in the envelope that polyfn's clients and shim write.
      messageBody: seal({
        body: text,
        ...(Object.keys(attributes).length > 0 && { attributes }),
        ...(deduplicationId !== undefined && { deduplicationId }),
        ...(receives > 1 && { attempt: receives - 1 }),
      }),
    },
  }));

/** https://www.alibabacloud.com/help/en/functioncompute/fc/mns-topic-triggers */
const topic = ({ id, source, subject, time, text, attributes }: EventOf<"topic">): unknown => ({
  ...packAttributes(attributes, subject),
  TopicOwner: ACCOUNT,
  Message: text,
  Subscriber: ACCOUNT,
  PublishTime: Date.parse(time ?? ""),
  SubscriptionName: "example",
  MessageMD5: md5(text, "hex").toUpperCase(),
  TopicName: nameOf(source),
  MessageId: id,
});

const OPERATIONS = {
  "polyfn.table.inserted": "PutRow",
  "polyfn.table.updated": "UpdateRow",
  "polyfn.table.deleted": "DeleteRow",
} as const;

type Row = Readonly<Record<string, unknown>>;

/** Columns in JSON: Tablestore's numbers are JSON's. */
const columnsOf = (row: Row) =>
  toColumns(row).map(([ColumnName, value]) => ({
    ColumnName,
    Value: typeof value === "bigint" ? Number(value) : value,
  }));

/**
 * https://www.alibabacloud.com/help/en/functioncompute/fc/tablestore-triggers. Tablestore sends CBOR; this is the JSON of
 * the console's tests, which the shim reads too. It has no image of the row before the change.
 */
const table = ({ records }: EventOf<"table">): unknown => ({
  Version: "Sync-v1",
  Records: records.map(({ type, time, data }) => {
    const isKey = new Set(Object.keys(data.key));
    const Timestamp = Date.parse(time ?? "");
    return {
      Type: OPERATIONS[type],
      Info: { Timestamp: Timestamp * 1000 },
      PrimaryKey: columnsOf(data.key),
      Columns: columnsOf((data.after ?? {}) as Row)
        .filter(({ ColumnName }) => !isKey.has(ColumnName))
        .map((column) => ({ Type: "Put", ...column, Timestamp })),
    };
  }),
});

/** https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-overview */
const bus = ({ id, source, type, subject, time, datacontenttype, data }: EventOf<"bus">): unknown => ({
  ...bridge,
  id,
  source,
  type,
  ...(subject !== undefined && { subject }),
  time,
  datacontenttype,
  aliyuneventbusname: "default",
  data,
});

/** https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/time-triggers, with the payload of polyfn's timers. */
function schedule({ source, data }: EventOf<"schedule">): unknown {
  const trigger = nameOf(source);
  const payload: Pick<TimerPayload, "polyfn" | "trigger" | "input"> = {
    polyfn: "schedule",
    trigger,
    input: data.input,
  };
  return { triggerTime: data.scheduledTime, triggerName: trigger, payload: JSON.stringify(payload) };
}

const POINTS =
  "The Log Service sends no content: the event says where in a logstore the function has to read. Put a record or write a line with `polyfn trigger` instead.";

/** Payloads as Function Compute gets them. Calls over HTTP come to the function's own address. */
export const payloads: Payloads = {
  http: ownAddress,
  webhook: ({ data }) => ownAddress(webhookRequest(data)),
  schedule,
  queue,
  topic,
  bucket,
  stream: POINTS,
  table,
  bus,
  log: POINTS,
};
