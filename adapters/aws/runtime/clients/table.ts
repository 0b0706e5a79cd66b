import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import type { AnyRow, TableReader, TableWriter } from "../../../../runtime/clients.ts";
import { getBatch, rowKey } from "../../../../runtime/core/get-batch.ts";
import { sendBatch, turnsBy } from "../../../../runtime/core/send-batch.ts";
import { keyNames, TableInput } from "../../../../runtime/core/table-input.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import { ConditionError } from "../../../../runtime/errors.ts";
import { type Image, toRow } from "../attributes.ts";
import { toKeyCondition, toUpdate } from "../expressions.ts";
import type { ClientFactory, Facts } from "../facts.ts";
import { toAttributes } from "../marshal.ts";

type Row = AnyRow;

const dynamo = lazy(() => new DynamoDBClient());

/** Rows of one call (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html). */
const MAX_WRITES = 25;
const MAX_READS = 100;
const UNPROCESSED = { code: "Unprocessed", message: "DynamoDB had no capacity left" };

/** A cursor is the key of the page's last row, as DynamoDB spells it: strings, numbers and bytes. */
const toCursor = (key: Image | undefined): string | undefined =>
  key && Buffer.from(JSON.stringify(key, pack)).toString("base64url");
const fromCursor = (text: string) => toRow(JSON.parse(text, unpack));

function pack(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  // `this[name]`: a Buffer turns itself into something else before it gets here.
  const given = this[name];
  return given instanceof Uint8Array ? Buffer.from(given).toString("base64") : value;
}
const unpack = (name: string, value: unknown): unknown =>
  name === "B" && typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : value;

async function conditionally<T>(call: Promise<T>, message: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException")
      throw new ConditionError(message, { cause: error });
    throw error;
  }
}

const read = (image: Image | undefined): Row | undefined => image && (toRow(image) as Row);

/** Writes or deletes rows. Those of the same key go in different calls, which DynamoDB demands, in their order. */
async function writeAll(
  facts: Facts["table"],
  name: string,
  rows: readonly Row[],
  toRequest: (row: Row) => WriteRequest,
): Promise<void> {
  const names = keyNames(facts.key);
  await sendBatch(
    rows.map((row) => ({ key: rowKey(row, names), request: toRequest(row) })),
    {
      place: `table "${name}"`,
      limits: { items: MAX_WRITES, bytes: Number.POSITIVE_INFINITY, item: Number.POSITIVE_INFINITY },
      sizeOf: () => 0,
      groupOf: turnsBy(({ key }) => key),
      async send(items) {
        const RequestItems = { [facts.table]: items.map(({ request }) => request) };
        const { UnprocessedItems } = await dynamo().send(new BatchWriteItemCommand({ RequestItems }));
        const left = new Set((UnprocessedItems?.[facts.table] ?? []).map((one) => keyOfRequest(one, names)));
        return items.map(({ key }) => (left.has(key) ? UNPROCESSED : undefined));
      },
    },
  );
}

const keyOfRequest = ({ PutRequest, DeleteRequest }: WriteRequest, names: readonly string[]): string =>
  rowKey(toRow(PutRequest?.Item ?? DeleteRequest?.Key ?? {}), names);

/** Amazon DynamoDB. */
export const tableClient: ClientFactory<"table"> = (facts, name): TableReader<Row, Row> & TableWriter<Row, Row> => {
  const TableName = facts.table;
  const input = new TableInput(name, facts);
  return {
    name: TableName,
    async get(key, options = {}) {
      input.get(key, options);
      const Key = toAttributes(key);
      const { Item } = await dynamo().send(new GetItemCommand({ TableName, Key, ConsistentRead: options.consistent }));
      return read(Item);
    },
    async getBatch(keys, options = {}) {
      input.getBatch(keys, options);
      return getBatch(keys, keyNames(facts.key), MAX_READS, async (some) => {
        const Keys = some.map(toAttributes);
        const RequestItems = { [TableName]: { Keys, ConsistentRead: options.consistent } };
        const { Responses, UnprocessedKeys } = await dynamo().send(new BatchGetItemCommand({ RequestItems }));
        const rowsOf = (images: readonly Image[] = []) => images.map((image) => toRow(image) as Row);
        return { rows: rowsOf(Responses?.[TableName]), left: rowsOf(UnprocessedKeys?.[TableName]?.Keys) };
      });
    },
    async query(asked) {
      const key = input.query(asked, facts);
      const { index, partition, sort, limit, reverse = false, consistent } = asked;
      const start = input.cursor(asked, key, fromCursor);
      const { ExpressionAttributeValues, ...condition } = toKeyCondition(key, partition, sort);
      const command = new QueryCommand({
        TableName,
        IndexName: index,
        ...condition,
        ExpressionAttributeValues: toAttributes(ExpressionAttributeValues ?? {}),
        Limit: limit,
        ScanIndexForward: !reverse,
        ExclusiveStartKey: start && toAttributes(start),
        ConsistentRead: consistent,
      });
      const { Items = [], LastEvaluatedKey } = await dynamo().send(command);
      return { rows: Items.map((item) => toRow(item) as Row), cursor: toCursor(LastEvaluatedKey) };
    },
    async put(row, options = {}) {
      input.put(row, options);
      const condition = options.ifAbsent && {
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": facts.key.partition.name },
      };
      const call = dynamo().send(new PutItemCommand({ TableName, Item: toAttributes(row), ...condition }));
      await conditionally(call, `table "${name}" already has a row with this key`);
    },
    async putBatch(rows) {
      input.putBatch(rows);
      await writeAll(facts, name, rows, (row) => ({ PutRequest: { Item: toAttributes(row) } }));
    },
    async update(key, changes) {
      input.update(key, changes);
      const { ExpressionAttributeValues: values, ...update } = toUpdate(changes);
      const command = new UpdateItemCommand({
        TableName,
        Key: toAttributes(key),
        ...update,
        ...(values && { ExpressionAttributeValues: toAttributes(values) }),
        ReturnValues: "ALL_NEW",
      });
      return read((await dynamo().send(command)).Attributes) ?? {};
    },
    async delete(key) {
      input.delete(key);
      await dynamo().send(new DeleteItemCommand({ TableName, Key: toAttributes(key) }));
    },
    async deleteBatch(keys) {
      input.deleteBatch(keys);
      await writeAll(facts, name, keys, (key) => ({ DeleteRequest: { Key: toAttributes(key) } }));
    },
  };
};
