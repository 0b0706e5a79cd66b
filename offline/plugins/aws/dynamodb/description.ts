import type { GlobalSecondaryIndexDescription, KeySchemaElement, TableDescription } from "@aws-sdk/client-dynamodb";
import type { Readable } from "../../server/resource-type.ts";
import type { State } from "./indexes.ts";

/** A table's state from the response of DescribeTable. */
export function describe(table: TableDescription, last: Partial<State>): Readable<State> {
  const stream = table.StreamSpecification;
  const limit = table.OnDemandThroughput;
  return {
    arn: table.TableArn,
    attributes: table.AttributeDefinitions?.map((attribute) => ({
      name: attribute.AttributeName ?? "",
      type: attribute.AttributeType ?? "",
    })),
    billingMode: table.BillingModeSummary?.BillingMode ?? "PROVISIONED",
    deletionProtectionEnabled: table.DeletionProtectionEnabled,
    globalSecondaryIndexes: globalIndexes(table, last),
    hashKey: keyOf(table.KeySchema, "HASH"),
    localSecondaryIndexes: localIndexes(table),
    name: table.TableName,
    onDemandThroughput: limit
      ? { maxReadRequestUnits: limit.MaxReadRequestUnits, maxWriteRequestUnits: limit.MaxWriteRequestUnits }
      : null,
    rangeKey: keyOf(table.KeySchema, "RANGE") ?? null,
    readCapacity: table.ProvisionedThroughput?.ReadCapacityUnits,
    serverSideEncryption: table.SSEDescription
      ? { enabled: table.SSEDescription.Status === "ENABLED", kmsKeyArn: table.SSEDescription.KMSMasterKeyArn }
      : null,
    streamArn: table.LatestStreamArn ?? null,
    streamEnabled: stream?.StreamEnabled ?? false,
    streamLabel: table.LatestStreamLabel ?? null,
    streamViewType: stream?.StreamViewType ?? null,
    tableClass: table.TableClassSummary?.TableClass,
    warmThroughput: table.WarmThroughput && {
      readUnitsPerSecond: table.WarmThroughput.ReadUnitsPerSecond,
      writeUnitsPerSecond: table.WarmThroughput.WriteUnitsPerSecond,
    },
    writeCapacity: table.ProvisionedThroughput?.WriteCapacityUnits,
  };
}

function keyOf(schema: readonly KeySchemaElement[] | undefined, type: "HASH" | "RANGE"): string | undefined {
  return schema?.find((element) => element.KeyType === type)?.AttributeName;
}

/** Index keys have two formats that exclude each other. The state keeps the format of the inputs. */
function indexKeys(index: GlobalSecondaryIndexDescription, last: Partial<State>) {
  const known = last.globalSecondaryIndexes?.find(({ name }) => name === index.IndexName);
  if (!known?.keySchemas?.length) {
    return { hashKey: keyOf(index.KeySchema, "HASH"), rangeKey: keyOf(index.KeySchema, "RANGE") };
  }
  const keySchemas = index.KeySchema?.map((element) => ({
    attributeName: element.AttributeName ?? "",
    keyType: element.KeyType ?? "",
  }));
  return { keySchemas };
}

function globalIndexes(table: TableDescription, last: Partial<State>): State["globalSecondaryIndexes"] {
  return (table.GlobalSecondaryIndexes ?? []).map((index) => ({
    name: index.IndexName ?? "",
    ...indexKeys(index, last),
    projectionType: index.Projection?.ProjectionType ?? "ALL",
    nonKeyAttributes: index.Projection?.NonKeyAttributes,
    onDemandThroughput: index.OnDemandThroughput && {
      maxReadRequestUnits: index.OnDemandThroughput.MaxReadRequestUnits,
      maxWriteRequestUnits: index.OnDemandThroughput.MaxWriteRequestUnits,
    },
    readCapacity: index.ProvisionedThroughput?.ReadCapacityUnits,
    warmThroughput: index.WarmThroughput && {
      readUnitsPerSecond: index.WarmThroughput.ReadUnitsPerSecond,
      writeUnitsPerSecond: index.WarmThroughput.WriteUnitsPerSecond,
    },
    writeCapacity: index.ProvisionedThroughput?.WriteCapacityUnits,
  }));
}

function localIndexes(table: TableDescription): State["localSecondaryIndexes"] {
  return (table.LocalSecondaryIndexes ?? []).map((index) => ({
    name: index.IndexName ?? "",
    nonKeyAttributes: index.Projection?.NonKeyAttributes,
    projectionType: index.Projection?.ProjectionType ?? "ALL",
    rangeKey: keyOf(index.KeySchema, "RANGE") ?? "",
  }));
}
