import type { TypeTable } from "../../table.ts";
import { json, region, source, string } from "../fields.ts";

export const queuePolicyTable: TypeTable = {
  token: "aws:sqs/queuePolicy:QueuePolicy",
  source: source("sqs", "queue_policy"),
  properties: {
    policy: { ...json, required: true },
    queueUrl: { ...string, required: true, forceNew: true },
    region,
  },
};
