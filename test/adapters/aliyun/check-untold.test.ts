import { expect, it } from "vitest";
import { checkTableTriggers } from "../../../adapters/aliyun/checks/untold.ts";
import { parseApp } from "../../../model/parse.ts";

const deployment = { target: "aliyun", name: "dev", prefix: "shop-dev", region: "cn-hangzhou", settings: {} };
const id = { partition: { name: "id" } };
const idAndTime = { ...id, sort: { name: "at" } };

/** Paths of what is refused of two tables with these keys, read by these functions. */
function refused(keys: readonly object[], functions: readonly string[]): unknown[] {
  const resources = Object.fromEntries(
    keys.map((key, index) => [`table${index}`, { kind: "table", key, changes: true }]),
  );
  const own: Record<string, { handler: string; triggers: Record<string, object> }> = {};
  for (const [index, name] of functions.entries()) {
    own[name] ??= { handler: "f.ts", triggers: {} };
    own[name].triggers[`on${index}`] = { kind: "table", table: `table${index}` };
  }
  const app = parseApp({ name: "shop", resources, functions: own });
  return checkTableTriggers({ app, deployment }).map(({ code, path }) => [code, path.join(".")]);
}

it.each<[string, readonly object[], readonly string[], unknown[]]>([
  ["keys with the same columns", [id, id], ["f", "f"], [["conflict", "functions.f.triggers.on1"]]],
  ["keys with other columns", [id, idAndTime], ["f", "f"], []],
  ["the same columns, read by two functions", [id, id], ["f", "g"], []],
  ["the third of three", [id, idAndTime, idAndTime], ["f", "f", "f"], [["conflict", "functions.f.triggers.on2"]]],
])("two tables of one function are told apart by the columns of their keys: %s", (_, keys, functions, expected) => {
  expect(refused(keys, functions)).toEqual(expected);
});
