import type { MetricsName, StreamMode } from "@aws-sdk/client-kinesis";
import type { StreamArgs, StreamState } from "@pulumi/aws/kinesis/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext, Client } from "../clients.ts";
import { tagChanges, tagMap } from "../tags.ts";
import { until, untilGone } from "../wait.ts";
import { streamMode, streamTable } from "./stream.table.ts";

type Inputs = Plain<StreamArgs>;
type State = Plain<StreamState>;

const nameOf = (id: string) => id.slice(id.lastIndexOf("/") + 1);

/** Default retention in hours. */
const RETENTION = 24;

const streamType: ResourceType<AwsContext, Inputs, State> = {
  table: streamTable,
  autoName: { property: "name", maxLength: 128 },

  async create(aws, inputs) {
    const kinesis = await aws.client("kinesis");
    const StreamName = inputs.name ?? "";
    const mode = streamMode(inputs) as StreamMode;
    await kinesis.createStream({
      StreamName,
      StreamModeDetails: { StreamMode: mode },
      ShardCount: mode === "PROVISIONED" ? inputs.shardCount : undefined,
      MaxRecordSizeInKiB: inputs.maxRecordSizeInKib,
      WarmThroughputMiBps: inputs.warmThroughputMibPs,
    });
    const { StreamARN = "" } = await active(aws, StreamName);
    return finish(StreamARN, async () => {
      // Not every server accepts tags at creation.
      await tag(kinesis, StreamName, {}, aws.tags(inputs));
      await applySettings(aws, StreamName, inputs, {});
    });
  },

  async read(aws, id) {
    const kinesis = await aws.client("kinesis");
    const StreamName = nameOf(id);
    const { StreamDescriptionSummary: stream } = await kinesis.describeStreamSummary({ StreamName });
    if (!stream) return undefined;
    const { Tags } = await kinesis.listTagsForStream({ StreamName });
    const mode = stream.StreamModeDetails?.StreamMode ?? "PROVISIONED";
    return {
      arn: stream.StreamARN,
      encryptionType: stream.EncryptionType,
      kmsKeyId: stream.KeyId ?? null,
      maxRecordSizeInKib: stream.MaxRecordSizeInKiB,
      name: stream.StreamName,
      retentionPeriod: stream.RetentionPeriodHours,
      shardCount: mode === "PROVISIONED" ? stream.OpenShardCount : null,
      shardLevelMetrics: stream.EnhancedMonitoring?.flatMap((metrics) => metrics.ShardLevelMetrics ?? []),
      streamModeDetails: { streamMode: mode },
      warmThroughputMibPs: stream.WarmThroughput?.TargetMiBps,
      ...aws.tagState(tagMap(Tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const kinesis = await aws.client("kinesis");
    const StreamName = nameOf(id);
    const mode = streamMode(inputs) as StreamMode;
    if (mode !== streamMode(old)) {
      await kinesis.updateStreamMode({ StreamARN: id, StreamModeDetails: { StreamMode: mode } });
      await active(aws, StreamName);
    }
    if (mode === "PROVISIONED" && inputs.shardCount !== old.shardCount) {
      const TargetShardCount = inputs.shardCount;
      await kinesis.updateShardCount({ StreamName, TargetShardCount, ScalingType: "UNIFORM_SCALING" });
      await active(aws, StreamName);
    }
    if (inputs.maxRecordSizeInKib && inputs.maxRecordSizeInKib !== old.maxRecordSizeInKib) {
      await kinesis.updateMaxRecordSize({ StreamARN: id, MaxRecordSizeInKiB: inputs.maxRecordSizeInKib });
      await active(aws, StreamName);
    }
    if (inputs.warmThroughputMibPs && inputs.warmThroughputMibPs !== old.warmThroughputMibPs) {
      await kinesis.updateStreamWarmThroughput({ StreamARN: id, WarmThroughputMiBps: inputs.warmThroughputMibPs });
      await active(aws, StreamName);
    }
    await applySettings(aws, StreamName, inputs, old);
    await tag(kinesis, StreamName, old.tagsAll, aws.tags(inputs));
  },

  async delete(aws, id, last) {
    const kinesis = await aws.client("kinesis");
    const StreamName = nameOf(id);
    await kinesis.deleteStream({ StreamName, EnforceConsumerDeletion: last.enforceConsumerDeletion });
    await untilGone(`stream "${StreamName}"`, aws.signal, () => kinesis.describeStreamSummary({ StreamName }));
  },

  async find(aws, inputs) {
    const kinesis = await aws.client("kinesis");
    const { StreamDescriptionSummary } = await kinesis.describeStreamSummary({ StreamName: inputs.name });
    return StreamDescriptionSummary?.StreamARN;
  },

  async import(aws, name) {
    const kinesis = await aws.client("kinesis");
    const { StreamDescriptionSummary } = await kinesis.describeStreamSummary({ StreamName: nameOf(name) });
    return { id: StreamDescriptionSummary?.StreamARN ?? name, last: {} };
  },
};

function active(aws: AwsContext, StreamName: string) {
  return until(`stream "${StreamName}" to be active`, aws.signal, async () => {
    const kinesis = await aws.client("kinesis");
    const { StreamDescriptionSummary: stream } = await kinesis.describeStreamSummary({ StreamName });
    return stream?.StreamStatus === "ACTIVE" && stream;
  });
}

/** Sets what has a separate call, for new and existing streams. A stream accepts one change at a time. */
async function applySettings(aws: AwsContext, StreamName: string, inputs: Inputs, old: Partial<State>): Promise<void> {
  const kinesis = await aws.client("kinesis");
  const hours = inputs.retentionPeriod ?? RETENTION;
  const oldHours = old.retentionPeriod ?? RETENTION;
  if (hours !== oldHours) {
    const request = { StreamName, RetentionPeriodHours: hours };
    await (hours > oldHours
      ? kinesis.increaseStreamRetentionPeriod(request)
      : kinesis.decreaseStreamRetentionPeriod(request));
    await active(aws, StreamName);
  }
  await monitor(aws, StreamName, old.shardLevelMetrics ?? [], inputs.shardLevelMetrics ?? []);
  const encryption = { StreamName, EncryptionType: "KMS", KeyId: inputs.kmsKeyId ?? old.kmsKeyId } as const;
  if (inputs.encryptionType === "KMS" && (old.encryptionType !== "KMS" || inputs.kmsKeyId !== old.kmsKeyId)) {
    await kinesis.startStreamEncryption(encryption);
    await active(aws, StreamName);
  } else if (inputs.encryptionType !== "KMS" && old.encryptionType === "KMS") {
    await kinesis.stopStreamEncryption(encryption);
    await active(aws, StreamName);
  }
}

async function monitor(aws: AwsContext, StreamName: string, from: string[], to: string[]): Promise<void> {
  const kinesis = await aws.client("kinesis");
  const off = from.filter((metric) => !to.includes(metric)) as MetricsName[];
  const on = to.filter((metric) => !from.includes(metric)) as MetricsName[];
  if (off.length > 0) await kinesis.disableEnhancedMonitoring({ StreamName, ShardLevelMetrics: off });
  if (off.length > 0) await active(aws, StreamName);
  if (on.length > 0) await kinesis.enableEnhancedMonitoring({ StreamName, ShardLevelMetrics: on });
  if (on.length > 0) await active(aws, StreamName);
}

async function tag(
  kinesis: Client<"kinesis">,
  StreamName: string,
  from: Record<string, string> | undefined,
  to: Record<string, string>,
): Promise<void> {
  const { set, remove } = tagChanges(from, to);
  if (remove.length > 0) await kinesis.removeTagsFromStream({ StreamName, TagKeys: remove });
  if (Object.keys(set).length > 0) await kinesis.addTagsToStream({ StreamName, Tags: set });
}

export const stream = erase(streamType);
