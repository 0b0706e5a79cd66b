import type { TopicArgs, TopicState } from "@pulumi/aws/sns/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type Readable, type ResourceType } from "../../server/resource-type.ts";
import { AttributeMap } from "../attributes.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges, tagList, tagMap } from "../tags.ts";
import { topicTable } from "./topic.table.ts";

type Inputs = Plain<TopicArgs>;
type State = Plain<TopicState>;

const FEEDBACK = { application: "Application", firehose: "Firehose", http: "HTTP", lambda: "Lambda", sqs: "SQS" };

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const attributes = new AttributeMap(
  topicTable,
  {
    ...Object.fromEntries(
      Object.entries(FEEDBACK).flatMap(([property, attribute]) =>
        ["FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate"].map((end) => [
          property + end,
          attribute + end,
        ]),
      ),
    ),
    archivePolicy: "ArchivePolicy",
    arn: "TopicArn",
    beginningArchiveTime: "BeginningArchiveTime",
    contentBasedDeduplication: "ContentBasedDeduplication",
    deliveryPolicy: "DeliveryPolicy",
    displayName: "DisplayName",
    fifoThroughputScope: "FifoThroughputScope",
    fifoTopic: "FifoTopic",
    kmsMasterKeyId: "KmsMasterKeyId",
    owner: "Owner",
    policy: "Policy",
    signatureVersion: "SignatureVersion",
    tracingConfig: "TracingConfig",
  },
  ["archivePolicy", "contentBasedDeduplication", "deliveryPolicy", "fifoTopic", "kmsMasterKeyId"],
);

const topicType: ResourceType<AwsContext, Inputs, State> = {
  table: topicTable,
  autoName: {
    property: "name",
    maxLength: 256,
    prefix: "namePrefix",
    suffix: (inputs) => (inputs.fifoTopic === true ? ".fifo" : ""),
  },

  async create(aws, inputs) {
    const sns = await aws.client("sns");
    const { FifoTopic, FifoThroughputScope, ...later } = attributes.ofNew(inputs);
    const { TopicArn = "" } = await sns.createTopic({
      Name: inputs.name,
      Attributes: FifoTopic ? { FifoTopic, ...(FifoThroughputScope && { FifoThroughputScope }) } : undefined,
      Tags: tagList(aws.tags(inputs)),
    });
    return finish(TopicArn, () => setAttributes(aws, TopicArn, later));
  },

  async read(aws, id) {
    const sns = await aws.client("sns");
    const { Attributes } = await sns.getTopicAttributes({ TopicArn: id });
    if (!Attributes) return undefined;
    const { Tags } = await sns.listTagsForResource({ ResourceArn: id });
    const state: Readable<State> = attributes.toState(Attributes);
    return { ...state, name: id.slice(id.lastIndexOf(":") + 1), ...aws.tagState(tagMap(Tags)) };
  },

  async update(aws, id, inputs, old) {
    const sns = await aws.client("sns");
    await setAttributes(aws, id, attributes.ofChange(inputs, old));
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    if (remove.length > 0) await sns.untagResource({ ResourceArn: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await sns.tagResource({ ResourceArn: id, Tags: tagList(set) });
  },

  async delete(aws, id) {
    await (await aws.client("sns")).deleteTopic({ TopicArn: id });
  },
};

async function setAttributes(aws: AwsContext, TopicArn: string, attributes: Record<string, string>): Promise<void> {
  const sns = await aws.client("sns");
  for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
    await sns.setTopicAttributes({ TopicArn, AttributeName, AttributeValue });
  }
}

export const topic = erase(topicType);
