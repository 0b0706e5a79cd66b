import type { TypeTable } from "../../table.ts";
import { json, region, source, string } from "../fields.ts";

export const redriveAllowPolicyTable: TypeTable = {
  token: "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  source: source("sqs", "queue_redrive_allow_policy"),
  properties: {
    queueUrl: { ...string, required: true, forceNew: true },
    redriveAllowPolicy: { ...json, required: true },
    region,
  },
};
