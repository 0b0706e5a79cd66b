import type { QueueArgs, QueueState } from "@pulumi/aws/sqs/index.js";
import { erase, type Plain, type Readable, type ResourceType } from "../../server/resource-type.ts";
import { AttributeMap } from "../attributes.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges } from "../tags.ts";
import { until } from "../wait.ts";
import { queueTable } from "./queue.table.ts";

type Inputs = Plain<QueueArgs>;
type State = Plain<QueueState>;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const attributes = new AttributeMap(
  queueTable,
  {
    arn: "QueueArn",
    contentBasedDeduplication: "ContentBasedDeduplication",
    deduplicationScope: "DeduplicationScope",
    delaySeconds: "DelaySeconds",
    fifoQueue: "FifoQueue",
    fifoThroughputLimit: "FifoThroughputLimit",
    kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
    kmsMasterKeyId: "KmsMasterKeyId",
    maxMessageSize: "MaximumMessageSize",
    messageRetentionSeconds: "MessageRetentionPeriod",
    policy: "Policy",
    receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
    redriveAllowPolicy: "RedriveAllowPolicy",
    redrivePolicy: "RedrivePolicy",
    sqsManagedSseEnabled: "SqsManagedSseEnabled",
    visibilityTimeoutSeconds: "VisibilityTimeout",
  },
  ["contentBasedDeduplication", "fifoQueue", "kmsMasterKeyId", "policy", "redriveAllowPolicy", "redrivePolicy"],
);

const queueType: ResourceType<AwsContext, Inputs, State> = {
  table: queueTable,
  autoName: {
    property: "name",
    maxLength: 80,
    prefix: "namePrefix",
    suffix: (inputs) => (inputs.fifoQueue === true ? ".fifo" : ""),
  },

  async create(aws, inputs) {
    const sqs = await aws.client("sqs");
    const Attributes = attributes.ofNew(inputs);
    // Encryption is enabled by default, so this flag is sent when it is false too.
    if (inputs.sqsManagedSseEnabled === false) Attributes.SqsManagedSseEnabled = "false";
    const request = { QueueName: inputs.name, Attributes, tags: aws.tags(inputs) };
    // The name of a deleted queue is unavailable for a minute.
    return until(`queue "${inputs.name}" to be created`, aws.signal, async () => {
      try {
        return (await sqs.createQueue(request)).QueueUrl;
      } catch (error) {
        if (error instanceof Error && error.name === "QueueDeletedRecently") return undefined;
        throw error;
      }
    });
  },

  async read(aws, id) {
    const sqs = await aws.client("sqs");
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: id, AttributeNames: ["All"] });
    if (!Attributes) return undefined;
    const { Tags = {} } = await sqs.listQueueTags({ QueueUrl: id });
    const state: Readable<State> = attributes.toState(Attributes);
    return {
      ...state,
      kmsDataKeyReusePeriodSeconds: state.kmsDataKeyReusePeriodSeconds ?? 300,
      name: id.slice(id.lastIndexOf("/") + 1),
      url: id,
      ...aws.tagState(Tags),
    };
  },

  async update(aws, id, inputs, old) {
    const sqs = await aws.client("sqs");
    const Attributes = attributes.ofChange(inputs, old);
    if (Object.keys(Attributes).length > 0) await sqs.setQueueAttributes({ QueueUrl: id, Attributes });
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    if (remove.length > 0) await sqs.untagQueue({ QueueUrl: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await sqs.tagQueue({ QueueUrl: id, Tags: set });
  },

  async delete(aws, id) {
    await (await aws.client("sqs")).deleteQueue({ QueueUrl: id });
  },

  async find(aws, inputs) {
    const { QueueUrl } = await (await aws.client("sqs")).getQueueUrl({ QueueName: inputs.name });
    return QueueUrl;
  },
};

export const queue = erase(queueType);
