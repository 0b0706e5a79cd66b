import type { Property, TypeTable } from "../../table.ts";
import { arn, flag, integer, json, known, nameOrPrefix, output, region, source, string, tagging } from "../fields.ts";

/** Delivery feedback: the same three properties for each kind of subscriber. */
function feedback<S extends string>(subscriber: S): Record<string, Property> {
  return {
    [`${subscriber}FailureFeedbackRoleArn`]: arn,
    [`${subscriber}SuccessFeedbackRoleArn`]: arn,
    [`${subscriber}SuccessFeedbackSampleRate`]: { ...integer, min: 0, max: 100 },
  };
}

export const topicTable: TypeTable = {
  token: "aws:sns/topic:Topic",
  source: source("sns", "topic"),
  properties: {
    ...feedback("application"),
    archivePolicy: json,
    arn: output,
    beginningArchiveTime: output,
    contentBasedDeduplication: { ...flag, default: false },
    deliveryPolicy: json,
    displayName: string,
    fifoThroughputScope: { ...string, computed: true, enum: ["Topic", "MessageGroup"] },
    fifoTopic: { ...flag, default: false, forceNew: true },
    ...feedback("firehose"),
    ...feedback("http"),
    kmsMasterKeyId: string,
    ...feedback("lambda"),
    ...nameOrPrefix(),
    owner: output,
    policy: { ...json, computed: true },
    region,
    signatureVersion: { ...integer, computed: true, min: 1, max: 2 },
    ...feedback("sqs"),
    ...tagging,
    tracingConfig: { ...string, computed: true, enum: ["Active", "PassThrough"] },
  },
  rules: [
    ({ name, fifoTopic }) => {
      const pattern = fifoTopic === true ? /^[0-9A-Za-z_-]{1,251}\.fifo$/ : /^[0-9A-Za-z_-]{1,256}$/;
      if (known(name) === undefined || pattern.test(String(name))) return undefined;
      return fifoTopic === true
        ? `name is "${name}", but a FIFO topic's name has up to 251 letters, digits, "-" or "_" and then ".fifo".`
        : `name is "${name}", but a topic's name has up to 256 letters, digits, "-" or "_".`;
    },
    ({ fifoTopic, ...inputs }) => {
      if (fifoTopic === true) return undefined;
      const fifoOnly = ["archivePolicy", "fifoThroughputScope"].find((name) => inputs[name] !== undefined);
      const misplaced = fifoOnly ?? (inputs.contentBasedDeduplication === true && "contentBasedDeduplication");
      return misplaced ? `${misplaced} can only be set for a FIFO topic.` : undefined;
    },
  ],
};
