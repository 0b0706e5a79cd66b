import type { TypeTable } from "../../table.ts";
import { flag, integer, json, known, nameOrPrefix, output, region, source, string, tagging } from "../fields.ts";

export const queueTable: TypeTable = {
  token: "aws:sqs/queue:Queue",
  source: source("sqs", "queue"),
  properties: {
    arn: output,
    contentBasedDeduplication: { ...flag, default: false },
    deduplicationScope: { ...string, computed: true, enum: ["messageGroup", "queue"] },
    delaySeconds: { ...integer, default: 0, min: 0, max: 900 },
    fifoQueue: { ...flag, default: false, forceNew: true },
    fifoThroughputLimit: { ...string, computed: true, enum: ["perQueue", "perMessageGroupId"] },
    kmsDataKeyReusePeriodSeconds: { ...integer, computed: true, min: 60, max: 86_400 },
    kmsMasterKeyId: { ...string, conflictsWith: ["sqsManagedSseEnabled"] },
    maxMessageSize: { ...integer, default: 262_144, min: 1024, max: 1_048_576 },
    messageRetentionSeconds: { ...integer, default: 345_600, min: 60, max: 1_209_600 },
    ...nameOrPrefix(),
    policy: { ...json, computed: true },
    receiveWaitTimeSeconds: { ...integer, default: 0, min: 0, max: 20 },
    redriveAllowPolicy: { ...json, computed: true },
    redrivePolicy: { ...json, computed: true },
    region,
    sqsManagedSseEnabled: { ...flag, computed: true, conflictsWith: ["kmsMasterKeyId"] },
    ...tagging,
    url: output,
    visibilityTimeoutSeconds: { ...integer, default: 30, min: 0, max: 43_200 },
  },
  rules: [
    ({ name, fifoQueue }) => {
      const pattern = fifoQueue === true ? /^[0-9A-Za-z_-]{1,75}\.fifo$/ : /^[0-9A-Za-z_-]{1,80}$/;
      if (known(name) === undefined || pattern.test(String(name))) return undefined;
      return fifoQueue === true
        ? `name is "${name}", but a FIFO queue's name has up to 75 letters, digits, "-" or "_" and then ".fifo".`
        : `name is "${name}", but a queue's name has up to 80 letters, digits, "-" or "_".`;
    },
    ({ fifoQueue, contentBasedDeduplication }) =>
      contentBasedDeduplication === true && fifoQueue !== true
        ? "contentBasedDeduplication can only be set for a FIFO queue."
        : undefined,
  ],
};
