import { decode } from "cborg";
import { beforeEach, describe, expect, it } from "vitest";
import type { TriggerBinding } from "../../../offline/aliyun/core/ports.ts";
import { encode, decode as read } from "../../../offline/aliyun/services/ots/codec.ts";
import { createOts } from "../../../offline/aliyun/services/ots/index.ts";
import { instancesOf } from "../../../offline/aliyun/services/ots/instances.ts";
import type { WireCell } from "../../../offline/aliyun/services/ots/plain-buffer/format.ts";
import { writeRows } from "../../../offline/aliyun/services/ots/plain-buffer/write.ts";
import { createTablestore } from "../../../offline/aliyun/services/tablestore/index.ts";
import { ask, FakeFunctions, fakeWorld } from "../sls/inside.ts";

interface Record_ {
  readonly Type: string;
  readonly Info: { readonly Timestamp: number };
  readonly PrimaryKey: readonly { readonly ColumnName: string; readonly Value: unknown }[];
  readonly Columns: readonly { readonly Type: string; readonly ColumnName: string; readonly Value?: unknown }[];
}

const binding: TriggerBinding<"tablestore"> = {
  id: "fn/t",
  region: "cn-hangzhou",
  functionName: "fn",
  qualifier: "LATEST",
  triggerName: "t",
  sourceArn: "acs:ots:cn-hangzhou:1234567890123456:instance/demo/table/orders",
  invocationRole: "acs:ram::1234567890123456:role/invoke",
  config: {},
};
const headers = { "x-ots-instancename": "demo" };
const key: WireCell[] = [{ name: "id", value: { type: "string", value: "a" } }];

function setUp() {
  const functions = new FakeFunctions();
  const forbidden = new Set<string>();
  const world = fakeWorld(functions, forbidden);
  const ots = createOts(world);
  const tablestore = createTablestore(world);
  const source = ots.sources?.tablestore;
  if (!source) throw new Error("Tablestore hears no triggers");
  return { functions, forbidden, world, service: ots.service, instances: tablestore.service, source };
}
let here: ReturnType<typeof setUp>;

async function call(operation: string, type: string, message: object): Promise<Buffer> {
  const { body } = await ask(here.service, "POST", `/${operation}`, { headers, body: encode(type, message) });
  return Buffer.from(body ?? "");
}

const createTable = (stream: boolean) =>
  call("CreateTable", "CreateTableRequest", {
    table_meta: { table_name: "orders", primary_key: [{ name: "id", type: "STRING" }] },
    reserved_throughput: { capacity_unit: { read: 0, write: 0 } },
    table_options: { time_to_live: -1, max_versions: 1 },
    stream_spec: { enable_stream: stream, ...(stream && { expiration_time: 24 }) },
  });

const put = (columns: WireCell[]) =>
  call("PutRow", "PutRowRequest", {
    table_name: "orders",
    row: writeRows([{ key, columns }]),
    condition: { row_existence: "IGNORE" },
  });

const take = (): Record_[] =>
  here.functions.calls.splice(0).flatMap(({ payload }) => {
    const event = decode(payload, { rejectDuplicateMapKeys: true }) as { Version: string; Records: Record_[] };
    expect(event.Version).toBe("Sync-v1");
    return event.Records;
  });

const moment = () => here.world.clock.advance(1);

beforeEach(async () => {
  here = setUp();
  const body = { InstanceName: "demo", ClusterType: "SSD" };
  await ask(here.instances, "POST", "/v2/openapi/createinstance", { body });
});

describe("a Tablestore trigger", () => {
  it("sends changes of rows in order, as CBOR", async () => {
    await createTable(true);
    await put([]);
    here.source.attach(binding);
    await put([
      { name: "whole", value: { type: "integer", value: 2n ** 60n } },
      { name: "part", value: { type: "double", value: 5 } },
      { name: "yes", value: { type: "boolean", value: true } },
      { name: "raw", value: { type: "binary", value: Buffer.from([1, 2]) } },
    ]);
    await call("UpdateRow", "UpdateRowRequest", {
      table_name: "orders",
      row_change: writeRows([{ key, columns: [{ name: "yes", operation: "deleteAll" }] }]),
      condition: { row_existence: "IGNORE" },
    });
    await call("DeleteRow", "DeleteRowRequest", {
      table_name: "orders",
      primary_key: writeRows([{ key, columns: [], deleted: true }]),
      condition: { row_existence: "IGNORE" },
    });
    await moment();
    const [first, second, third, ...more] = take();
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      Type: "PutRow",
      PrimaryKey: [{ ColumnName: "id", Value: "a" }],
      Columns: [
        { Type: "Put", ColumnName: "whole", Value: 2n ** 60n },
        { Type: "Put", ColumnName: "part", Value: 5 },
        { Type: "Put", ColumnName: "yes", Value: true },
        { Type: "Put", ColumnName: "raw", Value: new Uint8Array([1, 2]) },
      ],
    });
    expect(Math.abs((first?.Info.Timestamp ?? 0) / 1000 - here.world.clock.now())).toBeLessThan(10_000);
    expect(second).toMatchObject({ Type: "UpdateRow", Columns: [{ Type: "DeleteAllVersions", ColumnName: "yes" }] });
    expect(third).toMatchObject({ Type: "DeleteRow", Columns: [] });
  });

  it("retries a batch with growing intervals until the function succeeds", async () => {
    await createTable(true);
    here.source.attach(binding);
    let failures = 3;
    here.functions.answer = () => (failures-- > 0 ? { errorType: "UnhandledInvocationError" } : {});
    await put([{ name: "n", value: { type: "integer", value: 1n } }]);
    await moment();
    expect(here.functions.calls).toHaveLength(1);
    await here.world.clock.advance(1000);
    expect(here.functions.calls).toHaveLength(2);
    await here.world.clock.advance(1000);
    expect(here.functions.calls).toHaveLength(2);
    await here.world.clock.advance(5000);
    expect(here.functions.calls).toHaveLength(4);
    expect(new Set(take().map(({ Type }) => Type))).toEqual(new Set(["PutRow"]));
    await here.world.clock.advance(600_000);
    expect(here.functions.calls).toEqual([]);
  });

  it("does not call the function while its role may not read the stream", async () => {
    await createTable(true);
    here.source.attach(binding);
    here.forbidden.add("ots:GetStreamRecord");
    await put([]);
    await moment();
    expect(here.functions.calls).toEqual([]);
    here.forbidden.clear();
    await here.world.clock.advance(2000);
    expect(here.functions.calls).toHaveLength(1);
  });

  it("continues at its position after a restart", async () => {
    await createTable(true);
    here.source.attach(binding);
    await put([{ name: "n", value: { type: "integer", value: 1n } }]);
    await moment();
    take();
    here.functions.answer = () => ({ errorType: "FunctionTimeout" });
    await put([{ name: "n", value: { type: "double", value: 1.5 } }]);
    await moment();
    const kept = JSON.parse(JSON.stringify([here.instances.snapshot(), here.service.snapshot()])) as [object, object];
    here = setUp();
    await here.instances.restore(kept[0]);
    await here.service.restore(kept[1]);
    here.source.attach(binding);
    await moment();
    expect(take()).toMatchObject([{ Type: "PutRow", Columns: [{ ColumnName: "n", Value: 1.5 }] }]);
    const row = await call("GetRow", "GetRowRequest", {
      table_name: "orders",
      primary_key: writeRows([{ key, columns: [] }]),
      max_versions: 1,
    });
    expect(read<{ row: Buffer }>("GetRowResponse", row).row.length).toBeGreaterThan(20);
  });

  it("requires a table with a stream and a role", async () => {
    const refused = (change: object = {}) => expect(() => here.source.check({ ...binding, ...change })).toThrow();
    refused();
    await createTable(false);
    refused();
    await call("DeleteTable", "DeleteTableRequest", { table_name: "orders" });
    await createTable(true);
    refused({ invocationRole: undefined });
    refused({ sourceArn: "acs:ots:cn-hangzhou:1:instance/demo" });
    expect(() => here.source.check(binding)).not.toThrow();
  });
});

it("enables the stream of the table for a tunnel", async () => {
  await createTable(false);
  const tunnel = { table_name: "orders", tunnel_name: "feed", tunnel_type: "Stream_" };
  await call("tunnel/create", "CreateTunnelRequest", { tunnel });
  expect(() => here.source.check(binding)).not.toThrow();
  const named = { table_name: "orders", tunnel_name: "feed" };
  const described = () => call("tunnel/describe", "DescribeTunnelRequest", named);
  const { tunnel: info } = read<{ tunnel: object }>("DescribeTunnelResponse", await described());
  expect(info).toMatchObject({ tunnel_type: "Stream", stage: "ProcessStream", instance_name: "demo" });
  await call("tunnel/delete", "DeleteTunnelRequest", named);
  await expect(described()).rejects.toMatchObject({ code: "OTSParameterInvalid" });
  expect(instancesOf(here.world).all).toHaveLength(1);
});
