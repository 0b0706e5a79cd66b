import type { TypeTable } from "../../table.ts";
import { flag, integer, region, source, string, stringSet, tagging } from "../fields.ts";

export const streamTable: TypeTable = {
  token: "aws:kinesis/stream:Stream",
  source: source("kinesis", "stream"),
  properties: {
    arn: { ...string, computed: true },
    encryptionType: { ...string, default: "NONE", enum: ["NONE", "KMS"] },
    enforceConsumerDeletion: { ...flag, default: false },
    kmsKeyId: string,
    maxRecordSizeInKib: { ...integer, computed: true, min: 1024, max: 10_240 },
    name: { ...string, computed: true, forceNew: true, pattern: /^[a-zA-Z0-9_.-]+$/, minLength: 1, maxLength: 128 },
    region,
    /** Hours. */
    retentionPeriod: { ...integer, default: 24, min: 24, max: 8760 },
    shardCount: integer,
    shardLevelMetrics: stringSet,
    streamModeDetails: {
      type: "object",
      computed: true,
      properties: { streamMode: { ...string, required: true, enum: ["PROVISIONED", "ON_DEMAND"] } },
    },
    ...tagging,
    warmThroughputMibPs: integer,
  },
  rules: [
    (inputs) => {
      const mode = streamMode(inputs);
      const shards = inputs.shardCount;
      if (mode === "ON_DEMAND" && shards !== undefined && shards !== 0) {
        return "shardCount must not be set when streamMode is ON_DEMAND.";
      }
      return mode === "PROVISIONED" && (shards === undefined || shards === 0)
        ? "shardCount must be at least 1 when streamMode is PROVISIONED."
        : undefined;
    },
    ({ encryptionType, kmsKeyId }) =>
      encryptionType === "KMS" && kmsKeyId === undefined
        ? "kmsKeyId is required when encryptionType is KMS."
        : undefined,
  ],
};

/** PROVISIONED by default; undefined while it is not known yet. */
export function streamMode(inputs: Readonly<Record<string, unknown>>): string | undefined {
  const details = inputs.streamModeDetails;
  if (details === undefined || details === null) return "PROVISIONED";
  if (typeof details !== "object" || !("streamMode" in details)) return undefined;
  return typeof details.streamMode === "string" ? details.streamMode : undefined;
}
