import type { GlobalSecondaryIndex, GlobalSecondaryIndexUpdate, KeySchemaElement } from "@aws-sdk/client-dynamodb";
import type { TableArgs, TableState } from "@pulumi/aws/dynamodb/index.js";
import type { Plain } from "../../server/resource-type.ts";

export type Inputs = Plain<TableArgs>;
export type State = Plain<TableState>;
export type Index = NonNullable<Inputs["globalSecondaryIndexes"]>[number];

/** Keys of a table or an index in the API's format. */
export function keySchema(hashKey: string | undefined, rangeKey: string | undefined): KeySchemaElement[] {
  const hash = hashKey ? [{ AttributeName: hashKey, KeyType: "HASH" as const }] : [];
  return rangeKey ? [...hash, { AttributeName: rangeKey, KeyType: "RANGE" }] : hash;
}

function indexKeys(index: Index): KeySchemaElement[] {
  if (!index.keySchemas?.length) return keySchema(index.hashKey, index.rangeKey);
  return index.keySchemas.map((element) => ({
    AttributeName: element.attributeName,
    KeyType: element.keyType as "HASH" | "RANGE",
  }));
}

export function projection(index: Pick<Index, "projectionType" | "nonKeyAttributes">) {
  const NonKeyAttributes = index.nonKeyAttributes?.length ? index.nonKeyAttributes : undefined;
  return { ProjectionType: index.projectionType as "ALL" | "INCLUDE" | "KEYS_ONLY", NonKeyAttributes };
}

/** Provisioned capacity; undefined with on-demand billing. */
export function throughput(billingMode: string | undefined, of: Pick<Inputs, "readCapacity" | "writeCapacity">) {
  if (billingMode === "PAY_PER_REQUEST") return undefined;
  return { ReadCapacityUnits: of.readCapacity || 1, WriteCapacityUnits: of.writeCapacity || 1 };
}

/** Limits of on-demand billing; -1 removes the limit. */
export function onDemand(limit: Inputs["onDemandThroughput"]) {
  if (!limit) return undefined;
  return {
    MaxReadRequestUnits: limit.maxReadRequestUnits ?? -1,
    MaxWriteRequestUnits: limit.maxWriteRequestUnits ?? -1,
  };
}

export function warm(throughput: Inputs["warmThroughput"]) {
  if (!throughput) return undefined;
  return { ReadUnitsPerSecond: throughput.readUnitsPerSecond, WriteUnitsPerSecond: throughput.writeUnitsPerSecond };
}

export function globalIndex(index: Index, billingMode: string | undefined): GlobalSecondaryIndex {
  return {
    IndexName: index.name,
    KeySchema: indexKeys(index),
    Projection: projection(index),
    ProvisionedThroughput: throughput(billingMode, index),
    OnDemandThroughput: onDemand(index.onDemandThroughput),
    WarmThroughput: warm(index.warmThroughput),
  };
}

/** Changes of indexes in the order in which AWS accepts them: one index at a time, deletions first. */
export interface IndexChanges {
  readonly remove: readonly string[];
  /** Sent together with a change of the table's own capacity. */
  readonly update: readonly GlobalSecondaryIndexUpdate[];
  readonly add: readonly GlobalSecondaryIndex[];
}

/** Replaces an index whose keys or projection change; only its capacity can be updated. */
export function indexChanges(old: Partial<State>, inputs: Inputs): IndexChanges {
  const before = new Map((old.globalSecondaryIndexes ?? []).map((index) => [index.name, index]));
  const after = new Map((inputs.globalSecondaryIndexes ?? []).map((index) => [index.name, index]));
  const kept = (name: string) => {
    const [from, to] = [before.get(name), after.get(name)];
    return from !== undefined && to !== undefined && shape(from) === shape(to);
  };
  const { billingMode } = inputs;
  const updates = [...after.values()]
    .filter(({ name }) => kept(name))
    .flatMap((index) => {
      const update = capacityUpdate(before.get(index.name), index, billingMode, old.billingMode);
      return update ? [{ Update: { IndexName: index.name, ...update } }] : [];
    });
  return {
    remove: [...before.keys()].filter((name) => !kept(name)),
    update: updates,
    add: [...after.values()].filter(({ name }) => !kept(name)).map((index) => globalIndex(index, billingMode)),
  };
}

function shape(index: Index): string {
  const keys = indexKeys(index).map((key) => `${key.KeyType}:${key.AttributeName}`);
  return JSON.stringify([keys, index.projectionType, [...(index.nonKeyAttributes ?? [])].sort()]);
}

function capacityUpdate(from: Index | undefined, to: Index, billingMode: string | undefined, oldMode?: string) {
  const ProvisionedThroughput = throughput(billingMode, to);
  const changed =
    billingMode !== oldMode || from?.readCapacity !== to.readCapacity || from?.writeCapacity !== to.writeCapacity;
  const OnDemandThroughput = onDemand(to.onDemandThroughput);
  const limited = JSON.stringify(onDemand(from?.onDemandThroughput)) !== JSON.stringify(OnDemandThroughput);
  const update = {
    ...(ProvisionedThroughput && changed && { ProvisionedThroughput }),
    ...(OnDemandThroughput && limited && { OnDemandThroughput }),
  };
  return Object.keys(update).length > 0 ? update : undefined;
}
