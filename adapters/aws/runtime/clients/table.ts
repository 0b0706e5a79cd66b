import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  type NativeAttributeValue,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { TableReader, TableWriter } from "../../../../runtime/clients.ts";
import type { TableKey } from "../../../../runtime/core/clients.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import { ConditionError, SetupError } from "../../../../runtime/errors.ts";
import { toNumber } from "../attributes.ts";
import { toKeyCondition, toUpdate } from "../expressions.ts";
import type { ClientFactory, Facts } from "../facts.ts";

type Row = Readonly<Record<string, NativeAttributeValue>>;

const dynamo = lazy(() =>
  DynamoDBDocumentClient.from(new DynamoDBClient(), {
    marshallOptions: { removeUndefinedValues: true },
    // Numbers as in the records of the table's changes.
    unmarshallOptions: { wrapNumbers: toNumber },
  }),
);

/** A cursor is the key of the page's last row. Numbers beyond JSON's are kept by their text. */
const toCursor = (key: Row | undefined): string | undefined =>
  key && Buffer.from(JSON.stringify(key, pack)).toString("base64url");
const fromCursor = (cursor: string | undefined): Row | undefined =>
  cursor === undefined ? undefined : JSON.parse(Buffer.from(cursor, "base64url").toString(), unpack);

function pack(this: Row, name: string, value: unknown): unknown {
  // `this[name]`: a Buffer turns itself into something else before it gets here.
  const given: unknown = this[name];
  if (typeof given === "bigint") return { $n: String(given) };
  return given instanceof Uint8Array ? { $b: Buffer.from(given).toString("base64") } : value;
}
function unpack(_name: string, value: { readonly $n?: string; readonly $b?: string } | null): unknown {
  if (typeof value?.$n === "string") return BigInt(value.$n);
  return typeof value?.$b === "string" ? new Uint8Array(Buffer.from(value.$b, "base64")) : value;
}

function keyNames({ key, indexes = {} }: Facts["table"], name: string, index: string | undefined): TableKey {
  const found = index === undefined ? key : indexes[index];
  if (found) return found;
  throw new SetupError(`table "${name}" has no index "${index}": ${Object.keys(indexes).join(", ") || "it has none"}`);
}

async function conditionally<T>(call: Promise<T>, message: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException")
      throw new ConditionError(message, { cause: error });
    throw error;
  }
}

/** Amazon DynamoDB. */
export const tableClient: ClientFactory<"table"> = (facts, name): TableReader<Row, Row> & TableWriter<Row, Row> => {
  const TableName = facts.table;
  return {
    name: TableName,
    async get(Key, { consistent } = {}) {
      const { Item } = await dynamo().send(new GetCommand({ TableName, Key, ConsistentRead: consistent }));
      return Item;
    },
    async query({ index, partition, sort, limit, reverse = false, cursor, consistent }) {
      const answer = await dynamo().send(
        new QueryCommand({
          TableName,
          IndexName: index,
          ...toKeyCondition(keyNames(facts, name, index), partition, sort),
          Limit: limit,
          ScanIndexForward: !reverse,
          ExclusiveStartKey: fromCursor(cursor),
          ConsistentRead: consistent,
        }),
      );
      return { rows: answer.Items ?? [], cursor: toCursor(answer.LastEvaluatedKey) };
    },
    async put(Item, { ifAbsent = false } = {}) {
      const condition = ifAbsent && {
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": facts.key.partition.name },
      };
      const call = dynamo().send(new PutCommand({ TableName, Item, ...condition }));
      await conditionally(call, `table "${name}" already has a row with this key`);
    },
    async update(Key, changes) {
      const command = new UpdateCommand({ TableName, Key, ...toUpdate(changes), ReturnValues: "ALL_NEW" });
      const { Attributes = {} } = await dynamo().send(command);
      return Attributes;
    },
    async delete(Key) {
      await dynamo().send(new DeleteCommand({ TableName, Key }));
    },
  };
};
