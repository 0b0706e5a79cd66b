import type { CreateTableInput, DynamoDB, UpdateTableInput } from "@aws-sdk/client-dynamodb";
import { finish } from "../../server/finish.ts";
import { erase, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges, tagList, tagMap } from "../tags.ts";
import { until, untilGone } from "../wait.ts";
import { describe } from "./description.ts";
import {
  globalIndex,
  type Inputs,
  indexChanges,
  keySchema,
  onDemand,
  projection,
  type State,
  throughput,
  warm,
} from "./indexes.ts";
import { tableTable } from "./table.table.ts";

const tableType: ResourceType<AwsContext, Inputs, State> = {
  table: tableTable,
  autoName: { property: "name", maxLength: 255 },
  // Need other regions, other accounts' data or backups.
  unserved: [
    "globalTableWitness",
    "importTable",
    "replicas",
    "restoreBackupArn",
    "restoreSourceName",
    "restoreSourceTableArn",
  ],

  async create(aws, inputs) {
    const TableName = inputs.name ?? "";
    await (await aws.client("dynamodb")).createTable({
      ...creation(inputs),
      TableName,
      Tags: tagList(aws.tags(inputs)),
    });
    return finish(TableName, async () => {
      await active(aws, TableName);
      if (inputs.ttl?.enabled) await setTtl(aws, TableName, inputs.ttl);
      if (inputs.pointInTimeRecovery?.enabled) await setRecovery(aws, TableName, inputs.pointInTimeRecovery);
    });
  },

  async read(aws, id, last) {
    const dynamodb = await aws.client("dynamodb");
    const { Table } = await dynamodb.describeTable({ TableName: id });
    if (!Table || Table.TableStatus === "DELETING") return undefined;
    const { TimeToLiveDescription: ttl } = await dynamodb.describeTimeToLive({ TableName: id });
    const { Tags } = await dynamodb.listTagsOfResource({ ResourceArn: Table.TableArn });
    const enabled = ttl?.TimeToLiveStatus === "ENABLED" || ttl?.TimeToLiveStatus === "ENABLING";
    return {
      ...describe(Table, last),
      pointInTimeRecovery: await recovery(dynamodb, id, last),
      ttl: { attributeName: ttl?.AttributeName ?? last.ttl?.attributeName, enabled },
      ...aws.tagState(tagMap(Tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const dynamodb = await aws.client("dynamodb");
    const indexes = indexChanges(old, inputs);
    for (const IndexName of indexes.remove) {
      await change(aws, { TableName: id, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });
    }
    await updateStream(aws, id, inputs, old);
    const capacity = capacityChange(inputs, old);
    if (capacity || indexes.update.length > 0) {
      const updates = indexes.update.length > 0 ? [...indexes.update] : undefined;
      await change(aws, { TableName: id, ...capacity, GlobalSecondaryIndexUpdates: updates });
    }
    for (const Create of indexes.add) {
      const AttributeDefinitions = attributes(inputs);
      await change(aws, { TableName: id, AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] });
    }
    for (const setting of settings(inputs, old)) await change(aws, { TableName: id, ...setting });
    await updateSides(aws, id, inputs, old);
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    const ResourceArn = old.arn;
    if (remove.length > 0) await dynamodb.untagResource({ ResourceArn, TagKeys: remove });
    if (Object.keys(set).length > 0) await dynamodb.tagResource({ ResourceArn, Tags: tagList(set) });
  },

  async delete(aws, id) {
    const dynamodb = await aws.client("dynamodb");
    await dynamodb.deleteTable({ TableName: id });
    await untilGone(`table "${id}"`, aws.signal, () => dynamodb.describeTable({ TableName: id }));
  },

  find: async (_aws, inputs) => inputs.name,

  recomputed: (changed) =>
    changed.has("streamEnabled") || changed.has("streamViewType") ? ["streamArn", "streamLabel"] : [],
};

const attributes = (inputs: Inputs) =>
  inputs.attributes?.map(({ name, type }) => ({ AttributeName: name, AttributeType: type as "S" | "N" | "B" }));

function creation(inputs: Inputs): Omit<CreateTableInput, "TableName"> {
  const locals = inputs.localSecondaryIndexes?.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(inputs.hashKey, index.rangeKey),
    Projection: projection(index),
  }));
  const globals = inputs.globalSecondaryIndexes?.map((index) => globalIndex(index, inputs.billingMode));
  return {
    AttributeDefinitions: attributes(inputs),
    BillingMode: inputs.billingMode as CreateTableInput["BillingMode"],
    DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
    GlobalSecondaryIndexes: globals?.length ? globals : undefined,
    KeySchema: keySchema(inputs.hashKey, inputs.rangeKey),
    LocalSecondaryIndexes: locals?.length ? locals : undefined,
    OnDemandThroughput: onDemand(inputs.onDemandThroughput),
    ProvisionedThroughput: throughput(inputs.billingMode, inputs),
    SSESpecification: inputs.serverSideEncryption && encryption(inputs.serverSideEncryption),
    StreamSpecification: inputs.streamEnabled ? stream(inputs) : undefined,
    TableClass: inputs.tableClass as CreateTableInput["TableClass"],
    WarmThroughput: warm(inputs.warmThroughput),
  };
}

function stream(inputs: Inputs): UpdateTableInput["StreamSpecification"] {
  type View = NonNullable<CreateTableInput["StreamSpecification"]>["StreamViewType"];
  return { StreamEnabled: true, StreamViewType: inputs.streamViewType as View };
}

function encryption({ enabled, kmsKeyArn }: NonNullable<Inputs["serverSideEncryption"]>) {
  const key = enabled && kmsKeyArn ? ({ KMSMasterKeyId: kmsKeyArn, SSEType: "KMS" } as const) : {};
  return { Enabled: enabled, ...key };
}

/** The view of a stream cannot change; another view needs another stream. */
async function updateStream(aws: AwsContext, TableName: string, inputs: Inputs, old: Partial<State>): Promise<void> {
  const wanted = inputs.streamEnabled ? inputs.streamViewType : undefined;
  const has = old.streamEnabled ? old.streamViewType : undefined;
  if (wanted === has) return;
  if (has) await change(aws, { TableName, StreamSpecification: { StreamEnabled: false } });
  if (wanted) await change(aws, { TableName, StreamSpecification: stream(inputs) });
}

function capacityChange(inputs: Inputs, old: Partial<State>): Partial<UpdateTableInput> | undefined {
  const ProvisionedThroughput = throughput(inputs.billingMode, inputs);
  const same =
    inputs.billingMode === old.billingMode &&
    (!ProvisionedThroughput ||
      ((inputs.readCapacity ?? old.readCapacity) === old.readCapacity &&
        (inputs.writeCapacity ?? old.writeCapacity) === old.writeCapacity));
  if (same) return undefined;
  return { BillingMode: inputs.billingMode as UpdateTableInput["BillingMode"], ProvisionedThroughput };
}

/** Changes of single settings, each of which AWS accepts only alone. */
function settings(inputs: Inputs, old: Partial<State>): Partial<UpdateTableInput>[] {
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const TableClass = (inputs.tableClass ?? "STANDARD") as UpdateTableInput["TableClass"];
  const protection = inputs.deletionProtectionEnabled ?? false;
  const sse = inputs.serverSideEncryption;
  const changes: (Partial<UpdateTableInput> | false | undefined)[] = [
    TableClass !== (old.tableClass ?? "STANDARD") && { TableClass },
    protection !== (old.deletionProtectionEnabled ?? false) && { DeletionProtectionEnabled: protection },
    sse !== undefined &&
      (sse.enabled !== (old.serverSideEncryption?.enabled ?? false) ||
        (sse.kmsKeyArn !== undefined && sse.kmsKeyArn !== old.serverSideEncryption?.kmsKeyArn)) && {
        SSESpecification: encryption(sse),
      },
    differs(onDemand(inputs.onDemandThroughput), onDemand(old.onDemandThroughput)) && {
      OnDemandThroughput: onDemand(inputs.onDemandThroughput ?? {}),
    },
    inputs.warmThroughput !== undefined &&
      differs(warm(inputs.warmThroughput), warm(old.warmThroughput)) && { WarmThroughput: warm(inputs.warmThroughput) },
  ];
  return changes.filter((setting) => typeof setting === "object");
}

/** Sets time to live and point-in-time recovery, which have separate calls. */
async function updateSides(aws: AwsContext, id: string, inputs: Inputs, old: Partial<State>): Promise<void> {
  const { ttl, pointInTimeRecovery: recovery } = inputs;
  const ttlChanged = (ttl?.enabled ?? false) !== (old.ttl?.enabled ?? false);
  if (ttl && (ttlChanged || (ttl.enabled && ttl.attributeName !== old.ttl?.attributeName))) {
    await setTtl(aws, id, { ...ttl, attributeName: ttl.attributeName || old.ttl?.attributeName });
  }
  const before = old.pointInTimeRecovery;
  const days = recovery?.recoveryPeriodInDays ?? before?.recoveryPeriodInDays;
  if (recovery && (recovery.enabled !== (before?.enabled ?? false) || days !== before?.recoveryPeriodInDays)) {
    await setRecovery(aws, id, recovery);
  }
}

async function setTtl(aws: AwsContext, TableName: string, ttl: NonNullable<Inputs["ttl"]>): Promise<void> {
  const TimeToLiveSpecification = { AttributeName: ttl.attributeName, Enabled: ttl.enabled ?? false };
  await (await aws.client("dynamodb")).updateTimeToLive({ TableName, TimeToLiveSpecification });
}

type Recovery = NonNullable<Inputs["pointInTimeRecovery"]>;

async function setRecovery(aws: AwsContext, TableName: string, recovery: Recovery): Promise<void> {
  const { enabled, recoveryPeriodInDays: days } = recovery;
  await (await aws.client("dynamodb")).updateContinuousBackups({
    TableName,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: enabled,
      RecoveryPeriodInDays: enabled ? days : undefined,
    },
  });
}

async function recovery(dynamodb: DynamoDB, TableName: string, last: Partial<State>): Promise<Recovery> {
  const { ContinuousBackupsDescription: backups } = await dynamodb.describeContinuousBackups({ TableName });
  const description = backups?.PointInTimeRecoveryDescription;
  const enabled = description?.PointInTimeRecoveryStatus === "ENABLED";
  // A server that does not store the number of days leaves it out.
  const days = description?.RecoveryPeriodInDays ?? last.pointInTimeRecovery?.recoveryPeriodInDays;
  return { enabled, recoveryPeriodInDays: enabled ? days : undefined };
}

/** A table accepts one change at a time. */
async function change(aws: AwsContext, request: UpdateTableInput): Promise<void> {
  await (await aws.client("dynamodb")).updateTable(request);
  await active(aws, String(request.TableName));
}

async function active(aws: AwsContext, TableName: string): Promise<void> {
  const dynamodb = await aws.client("dynamodb");
  await until(`table "${TableName}" and its indexes to be active`, aws.signal, async () => {
    const { Table } = await dynamodb.describeTable({ TableName });
    const indexes = Table?.GlobalSecondaryIndexes ?? [];
    return Table?.TableStatus === "ACTIVE" && indexes.every((index) => index.IndexStatus === "ACTIVE");
  });
}

export const table = erase(tableType);
