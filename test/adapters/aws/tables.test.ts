import { globSync } from "tinyglobby";
import { beforeAll, describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import type { Adapter } from "../../../adapters/contract.ts";
import { localstack } from "../../../adapters/localstack/adapter.ts";
import { check } from "../../../offline/plugins/server/check.ts";
import type { TypeTable } from "../../../offline/plugins/table.ts";
import { type Planned, plannedBy } from "../planned.ts";
import { richSpec } from "../rich-spec.ts";

const isTable = (value: unknown): value is TypeTable =>
  typeof value === "object" && value !== null && "token" in value && "properties" in value;

/** Every table of what the real provider demands, by type token. */
async function readTables(): Promise<Map<string, TypeTable>> {
  const files = globSync("offline/plugins/aws/**/*{.table,tables}.ts", { absolute: true });
  const modules = await Promise.all(files.map((file) => import(file) as Promise<Record<string, unknown>>));
  const tables = modules.flatMap((module) => Object.values(module)).filter(isTable);
  return new Map(tables.map((table) => [table.token, table]));
}

describe.each<[string, Adapter, Record<string, unknown>]>([
  ["aws", aws, {}],
  ["localstack core", localstack, { profile: "core" }],
  ["localstack full", localstack, { profile: "full" }],
])("inputs that the real provider accepts: %s", (_, adapter, settings) => {
  let planned: Planned[];
  let tables: Map<string, TypeTable>;
  beforeAll(async () => {
    planned = (await plannedBy(adapter, richSpec, settings)).filter(({ type }) => type.startsWith("aws:"));
    tables = await readTables();
  });

  it("have a known type", () => {
    expect([...new Set(planned.map(({ type }) => type))].filter((type) => !tables.has(type))).toEqual([]);
  });

  it("have no problems", () => {
    expect(planned.length).toBeGreaterThan(100);
    const faults = planned.flatMap(({ type, name, inputs }) => {
      const table = tables.get(type);
      // Archives are checked by their kind alone, which the recorded form has lost.
      const { code: _code, ...rest } = inputs;
      const checked = _code === undefined ? inputs : { ...rest, code: ARCHIVE };
      return table ? check(table, checked).map((fault) => `${type} ${name}.${fault.property}: ${fault.reason}`) : [];
    });
    expect(faults).toEqual([]);
  });
});

/** An archive in wire form. */
const ARCHIVE = { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", path: "function.zip" };
