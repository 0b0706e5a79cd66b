import type { PublishOptions, TopicClient } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { checkPublish, checkPublishBatch } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import { elements, textOf } from "../../../../runtime/core/xml.ts";
import type { ClientFactory } from "../bindings.ts";
import { type Service, send } from "../call.ts";
import { attributeBytes, type MessageAttribute, toMessageAttributes } from "../message-attributes.ts";
import { type FailedEntry, refusalsById } from "../refusals.ts";

/** Codes that the SDK gives as they are. It calls all others of the service's own `<Code>Exception`. */
const OWN_CODES =
  /^(AuthorizationError|BatchEntryIdsNotDistinct|BatchRequestTooLong|EmptyBatchRequest|EndpointDisabled|InternalError|InvalidBatchEntryId|InvalidParameter|InvalidSecurity|KMS(AccessDenied|Disabled|InvalidState|NotFound|Throttling)|NotFound|PlatformApplicationDisabled|Throttled|TooManyEntriesInBatchRequest)$/;

const nameOf = (code = ""): string => {
  if (code === "ParameterValueInvalid") return "InvalidParameterValueException";
  return OWN_CODES.test(code) ? `${code}Exception` : code;
};

const sns: Service = {
  name: "sns",
  variable: "SNS",
  errorIn: (_, text) => ({ name: nameOf(textOf(text, "Code")) || undefined, message: textOf(text, "Message") }),
};

/** Of a call and of a message (https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html). */
const MAX_BYTES = 256 * 1024;

interface Message {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
}

const toMessage = (data: unknown, { subject, attributes }: PublishOptions): Message => ({
  Message: toJson(data),
  Subject: subject,
  MessageAttributes: toMessageAttributes(attributes),
});

/** Fields of a form. @param start Of their names: "PublishBatchRequestEntries.member.1." */
function toFields({ Message, Subject, MessageAttributes = {} }: Message, start = ""): Record<string, string> {
  const attributes = Object.entries(MessageAttributes).flatMap(([name, { DataType, StringValue }], index) => {
    const entry = `${start}MessageAttributes.entry.${index + 1}`;
    return [
      [`${entry}.Name`, name],
      [`${entry}.Value.DataType`, DataType],
      [`${entry}.Value.StringValue`, StringValue],
    ];
  });
  const subject = Subject === undefined ? {} : { [`${start}Subject`]: Subject };
  return { [`${start}Message`]: Message, ...subject, ...Object.fromEntries(attributes) };
}

/** Makes a call and returns its output (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html). */
async function call(action: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams({ Action: action, Version: "2010-03-31", ...fields }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return (await send(sns, { method: "POST", path: "/", headers, body })).text();
}

const toFailed = (xml: string): FailedEntry => ({
  Id: textOf(xml, "Id"),
  Code: textOf(xml, "Code"),
  Message: textOf(xml, "Message"),
});

/** Amazon SNS. */
export const topicClient: ClientFactory<"topic"> = ({ topic: TopicArn }, name): TopicClient => {
  const place = `topic "${name}"`;
  return {
    async publish(data, options = {}) {
      checkPublish(`publish of ${place}`, data, options);
      const xml = await call("Publish", { TopicArn, ...toFields(toMessage(data, options)) });
      return { id: textOf(xml, "MessageId") ?? "" };
    },
    async publishBatch(messages) {
      checkPublishBatch(`publishBatch of ${place}`, messages);
      await sendBatch(
        messages.map(({ data, ...options }) => toMessage(data, options)),
        {
          place,
          limits: { items: 10, bytes: MAX_BYTES, item: MAX_BYTES },
          sizeOf: ({ Message, MessageAttributes }) => Buffer.byteLength(Message) + attributeBytes(MessageAttributes),
          async send(items) {
            const entries = items.map((item, index) => {
              const start = `PublishBatchRequestEntries.member.${index + 1}.`;
              return { [`${start}Id`]: String(index), ...toFields(item, start) };
            });
            const xml = await call("PublishBatch", Object.assign({ TopicArn }, ...entries));
            const failed = elements(xml, "Failed").flatMap((inside) => elements(inside, "member"));
            return refusalsById(items, failed.map(toFailed));
          },
        },
      );
    },
  };
};
