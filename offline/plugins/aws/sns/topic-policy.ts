import type { TopicPolicyArgs, TopicPolicyState } from "@pulumi/aws/sns/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { topicPolicyTable } from "./topic-policy.table.ts";

type Inputs = Plain<TopicPolicyArgs>;
type State = Plain<TopicPolicyState>;

const topicPolicyType: ResourceType<AwsContext, Inputs, State> = {
  table: topicPolicyTable,

  async create(aws, inputs) {
    await setPolicy(aws, inputs.arn, String(inputs.policy));
    return inputs.arn;
  },

  async read(aws, id) {
    const { Attributes } = await (await aws.client("sns")).getTopicAttributes({ TopicArn: id });
    return Attributes?.Policy ? { arn: id, owner: Attributes.Owner, policy: Attributes.Policy } : undefined;
  },

  update: (aws, id, inputs) => setPolicy(aws, id, String(inputs.policy)),

  // A topic always has a policy. Deleting it restores the policy of new topics.
  delete: (aws, id, last) => setPolicy(aws, id, defaultPolicy(id, last.owner ?? id.split(":")[4] ?? "")),
};

async function setPolicy(aws: AwsContext, TopicArn: string, policy: string): Promise<void> {
  const sns = await aws.client("sns");
  await sns.setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue: policy });
}

/**
 * Allows the owner everything and others nothing.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
function defaultPolicy(topic: string, owner: string): string {
  const actions = [
    "AddPermission",
    "DeleteTopic",
    "GetTopicAttributes",
    "ListSubscriptionsByTopic",
    "Publish",
    "Receive",
    "RemovePermission",
    "SetTopicAttributes",
    "Subscribe",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: topic,
        Condition: { StringEquals: { "AWS:SourceOwner": owner } },
      },
    ],
  });
}

export const topicPolicy = erase(topicPolicyType);
