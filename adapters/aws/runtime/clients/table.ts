import type { AnyRow, TableReader, TableWriter } from "../../../../runtime/clients.ts";
import { getBatch, rowKey } from "../../../../runtime/core/get-batch.ts";
import { sendBatch, turnsBy } from "../../../../runtime/core/send-batch.ts";
import { keyNames, TableInput, toCursor } from "../../../../runtime/core/table-input.ts";
import { ConditionError } from "../../../../runtime/errors.ts";
import { type Image, toRow } from "../attributes.ts";
import type { Bindings, ClientFactory } from "../bindings.ts";
import { toKeyCondition, toUpdate } from "../expressions.ts";
import { callJson, type JsonService, jsonError } from "../json-protocol.ts";
import { toAttributes } from "../marshal.ts";

type Row = AnyRow;

const dynamo: JsonService = {
  name: "dynamodb",
  variable: "DYNAMODB",
  target: "DynamoDB_20120810",
  version: "1.0",
  errorIn: jsonError,
};

const call = <Output>(action: string, input: object): Promise<Output> => callJson(dynamo, action, input);

/** Rows of one call (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html). */
const MAX_WRITES = 25;
const MAX_READS = 100;
const UNPROCESSED = { code: "Unprocessed", message: "DynamoDB had no capacity left" };

/** A cursor is the key of the page's last row, as DynamoDB spells it: strings, numbers and bytes. */
const textOf = (key: Image | null | undefined): string | undefined => (key ? JSON.stringify(key) : undefined);
const fromCursor = (text: string) => toRow(JSON.parse(text));

async function conditionally<T>(made: Promise<T>, message: string): Promise<T> {
  try {
    return await made;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException")
      throw new ConditionError(message, { cause: error });
    throw error;
  }
}

const read = (image: Image | null | undefined): Row | undefined => (image ? (toRow(image) as Row) : undefined);

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Image };
  readonly DeleteRequest?: { readonly Key: Image };
}

/** Writes or deletes rows. Those of the same key go in different calls, which DynamoDB demands, in their order. */
async function writeAll(
  binding: Bindings["table"],
  name: string,
  rows: readonly Row[],
  toRequest: (row: Row) => WriteRequest,
): Promise<void> {
  const names = keyNames(binding.key);
  await sendBatch(
    rows.map((row) => ({ key: rowKey(row, names), request: toRequest(row) })),
    {
      place: `table "${name}"`,
      limits: { items: MAX_WRITES, bytes: Number.POSITIVE_INFINITY, item: Number.POSITIVE_INFINITY },
      sizeOf: () => 0,
      groupOf: turnsBy(({ key }) => key),
      async send(items) {
        const RequestItems = { [binding.table]: items.map(({ request }) => request) };
        const { UnprocessedItems } = await call<{ UnprocessedItems?: Readonly<Record<string, WriteRequest[]>> | null }>(
          "BatchWriteItem",
          { RequestItems },
        );
        const left = new Set((UnprocessedItems?.[binding.table] ?? []).map((one) => keyOfRequest(one, names)));
        return items.map(({ key }) => (left.has(key) ? UNPROCESSED : undefined));
      },
    },
  );
}

const keyOfRequest = ({ PutRequest, DeleteRequest }: WriteRequest, names: readonly string[]): string =>
  rowKey(toRow(PutRequest?.Item ?? DeleteRequest?.Key ?? {}), names);

interface BatchGetOutput {
  readonly Responses?: Readonly<Record<string, readonly Image[]>> | null;
  readonly UnprocessedKeys?: Readonly<Record<string, { readonly Keys: readonly Image[] }>> | null;
}

/** Amazon DynamoDB. */
export const tableClient: ClientFactory<"table"> = (binding, name): TableReader<Row, Row> & TableWriter<Row, Row> => {
  const TableName = binding.table;
  const input = new TableInput(name, binding);
  return {
    name: TableName,
    async get(key, options = {}) {
      input.get(key, options);
      const Key = toAttributes(key);
      const asked = { TableName, Key, ConsistentRead: options.consistent };
      return read((await call<{ Item?: Image | null }>("GetItem", asked)).Item);
    },
    async getBatch(keys, options = {}) {
      input.getBatch(keys, options);
      return getBatch(keys, keyNames(binding.key), MAX_READS, async (some) => {
        const Keys = some.map(toAttributes);
        const RequestItems = { [TableName]: { Keys, ConsistentRead: options.consistent } };
        const { Responses, UnprocessedKeys } = await call<BatchGetOutput>("BatchGetItem", { RequestItems });
        const rowsOf = (images: readonly Image[] = []) => images.map((image) => toRow(image) as Row);
        return { rows: rowsOf(Responses?.[TableName]), left: rowsOf(UnprocessedKeys?.[TableName]?.Keys) };
      });
    },
    async query(asked) {
      const key = input.query(asked, binding);
      const { index, partition, sort, limit, reverse = false, consistent } = asked;
      const start = input.cursor(asked, key, fromCursor);
      const { ExpressionAttributeValues, ...condition } = toKeyCondition(key, partition, sort);
      const { Items, LastEvaluatedKey } = await call<{
        Items?: readonly Image[] | null;
        LastEvaluatedKey?: Image | null;
      }>("Query", {
        TableName,
        IndexName: index,
        ...condition,
        ExpressionAttributeValues: toAttributes(ExpressionAttributeValues ?? {}),
        Limit: limit,
        ScanIndexForward: !reverse,
        ExclusiveStartKey: start && toAttributes(start),
        ConsistentRead: consistent,
      });
      return {
        rows: (Items ?? []).map((item) => toRow(item) as Row),
        cursor: toCursor(asked, textOf(LastEvaluatedKey)),
      };
    },
    async put(row, options = {}) {
      input.put(row, options);
      const condition = options.ifAbsent && {
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": binding.key.partition.name },
      };
      const made = call("PutItem", { TableName, Item: toAttributes(row), ...condition });
      await conditionally(made, `table "${name}" already has a row with this key`);
    },
    async putBatch(rows) {
      input.putBatch(rows);
      await writeAll(binding, name, rows, (row) => ({ PutRequest: { Item: toAttributes(row) } }));
    },
    async update(key, changes) {
      input.update(key, changes);
      const { ExpressionAttributeValues: values, ...update } = toUpdate(changes);
      const { Attributes } = await call<{ Attributes?: Image | null }>("UpdateItem", {
        TableName,
        Key: toAttributes(key),
        ...update,
        ...(values && { ExpressionAttributeValues: toAttributes(values) }),
        ReturnValues: "ALL_NEW",
      });
      return read(Attributes) ?? {};
    },
    async delete(key) {
      input.delete(key);
      await call("DeleteItem", { TableName, Key: toAttributes(key) });
    },
    async deleteBatch(keys) {
      input.deleteBatch(keys);
      await writeAll(binding, name, keys, (key) => ({ DeleteRequest: { Key: toAttributes(key) } }));
    },
  };
};
