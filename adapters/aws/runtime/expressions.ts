/** DynamoDB's expressions for the neutral conditions and changes. */
import type { RowUpdate, SortCondition } from "../../../runtime/clients.ts";
import type { TableKey } from "../../../runtime/core/clients.ts";
import { isPlainObject } from "../../../runtime/core/input.ts";

interface Names {
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** Text of the condition on the sort key `#s`, and its values. */
function sortCondition(sort: SortCondition): [string, Record<string, unknown>] {
  if (!isPlainObject(sort)) return ["#s = :s", { ":s": sort }];
  const { from, to, prefix } = sort as { from?: unknown; to?: unknown; prefix?: unknown };
  if (prefix !== undefined) return ["begins_with(#s, :s)", { ":s": prefix }];
  if (from !== undefined && to !== undefined) return ["#s BETWEEN :from AND :to", { ":from": from, ":to": to }];
  return from !== undefined ? ["#s >= :from", { ":from": from }] : ["#s <= :to", { ":to": to }];
}

/** Condition on the columns of a key: equal to the partition's value, and the given condition on the sort key. */
export function toKeyCondition(
  key: TableKey,
  partition: unknown,
  sort: SortCondition | undefined,
): Names & { readonly KeyConditionExpression: string } {
  const isOpen = isPlainObject(sort) && Object.values(sort).every((bound) => bound === undefined);
  if (sort === undefined || isOpen || key.sort === undefined) {
    return {
      KeyConditionExpression: "#p = :p",
      ExpressionAttributeNames: { "#p": key.partition.name },
      ExpressionAttributeValues: { ":p": partition },
    };
  }
  const [text, values] = sortCondition(sort);
  return {
    KeyConditionExpression: `#p = :p AND ${text}`,
    ExpressionAttributeNames: { "#p": key.partition.name, "#s": key.sort.name },
    ExpressionAttributeValues: { ":p": partition, ...values },
  };
}

/** Update expression of the changes. Without any, the row is only made sure to exist. */
export function toUpdate({ set = {}, add = {}, remove = [] }: RowUpdate<Record<string, unknown>>): Partial<Names> & {
  readonly UpdateExpression?: string;
} {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  // Placeholders, because columns may have names that are words of the expression language.
  const nameOf = (column: string): string => {
    const placeholder = `#c${Object.keys(names).length}`;
    names[placeholder] = column;
    return placeholder;
  };
  const pair =
    (sign: string) =>
    ([column, value]: [string, unknown]): string => {
      const name = nameOf(column);
      values[`:${name.slice(1)}`] = value;
      return `${name}${sign}:${name.slice(1)}`;
    };
  const given = (columns: object) => Object.entries(columns).filter(([, value]) => value !== undefined);
  const clauses = [
    ["SET", given(set).map(pair(" = "))],
    ["ADD", given(add).map(pair(" "))],
    ["REMOVE", remove.map(nameOf)],
  ] as const;
  const used = clauses.filter(([, parts]) => parts.length > 0);
  if (used.length === 0) return {};
  return {
    UpdateExpression: used.map(([word, parts]) => `${word} ${parts.join(", ")}`).join(" "),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}
