import type { TypeTable } from "../../table.ts";
import { json, region, source, string } from "../fields.ts";

export const redrivePolicyTable: TypeTable = {
  token: "aws:sqs/redrivePolicy:RedrivePolicy",
  source: source("sqs", "queue_redrive_policy"),
  properties: {
    queueUrl: { ...string, required: true, forceNew: true },
    redrivePolicy: { ...json, required: true },
    region,
  },
};
