import type { TypeTable } from "../../table.ts";
import { arn, json, output, region, source } from "../fields.ts";

export const topicPolicyTable: TypeTable = {
  token: "aws:sns/topicPolicy:TopicPolicy",
  source: source("sns", "topic_policy"),
  properties: {
    arn: { ...arn, required: true, forceNew: true },
    owner: output,
    policy: { ...json, required: true },
    region,
  },
};
