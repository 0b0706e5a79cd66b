import { createRequire } from "node:module";
import { beforeEach, expect, it } from "vitest";
import { createSls } from "../../../offline/aliyun/services/sls/index.ts";
import { decodeGroup, encodeGroups } from "../../../offline/aliyun/services/sls/wire.ts";
import { ask, FakeFunctions, fakeWorld } from "./inside.ts";

const native = createRequire(import.meta.url)("lz4-napi") as {
  compress(data: Buffer): Promise<Buffer>;
  uncompress(data: Buffer): Promise<Buffer>;
};
const host = { subject: "proj" };
const STORE = "/logstores/store";
const group = (text: string) => ({
  topic: "web",
  source: "10.0.0.1",
  tags: [["host", "a"] as const],
  logs: [{ time: 1_700_000_000, ns: 5, fields: [["message", text] as const] }],
});
/** The bytes of one group: a list holds it behind its tag and its length, which is two bytes here. */
const bytesOf = (text: string): Buffer => {
  const list = encodeGroups([group(text)]);
  return list.subarray(list[1] !== undefined && list[1] < 128 ? 2 : 3);
};

let here: ReturnType<typeof setUp>;
function setUp() {
  const world = fakeWorld(new FakeFunctions());
  return { world, service: createSls(world).service };
}

beforeEach(async () => {
  here = setUp();
  await ask(here.service, "POST", "/", { body: { projectName: "proj", description: "" } });
  await ask(here.service, "POST", "/logstores", { host, body: { logstoreName: "store", ttl: 1, shardCount: 2 } });
});

const put = (path: string, body: Buffer, size: number, type?: string, query: Record<string, string> = {}) =>
  ask(here.service, "POST", `${STORE}${path}`, {
    host,
    query,
    body,
    headers: {
      "content-type": "application/x-protobuf",
      "x-log-bodyrawsize": String(size),
      ...(type !== undefined && { "x-log-compresstype": type }),
    },
  });
const get = (path: string, query: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(here.service, "GET", `${STORE}${path}`, { host, query, headers });
const json = async <T>(answer: ReturnType<typeof ask>): Promise<T> => JSON.parse(String((await answer).body)) as T;
const cursor = async (shard: number, from: string) =>
  (await json<{ cursor: string }>(get(`/shards/${shard}`, { type: "cursor", from }))).cursor;

it("returns compressed logs as the client compressed them", async () => {
  const plain = bytesOf("hello ".repeat(20));
  const packed = (await native.compress(plain)).subarray(4);
  await put("/shards/route", packed, plain.length, "lz4", { key: "f".repeat(31).padStart(32, "0") });
  const begin = await cursor(0, "begin");
  const { headers, body } = await get(
    "/shards/0",
    { type: "logs", cursor: begin, count: "10" },
    { "accept-encoding": "lz4" },
  );
  expect(headers).toMatchObject({
    "x-log-compresstype": "lz4",
    "x-log-count": "1",
    "x-log-cursor": await cursor(0, "end"),
  });
  const size = Buffer.alloc(4);
  size.writeUInt32LE(Number(headers?.["x-log-bodyrawsize"]));
  const list = await native.uncompress(Buffer.concat([size, Buffer.from(body ?? "")]));
  expect(list).toEqual(encodeGroups([group("hello ".repeat(20))]));
  expect(decodeGroup(plain)).toEqual(group("hello ".repeat(20)));
});

it("distributes logs without a key over the shards, and others by their key", async () => {
  const plain = bytesOf("x");
  const counts = async () => {
    const found = [0, 1].map(async (shard) => {
      const { headers } = await get(`/shards/${shard}`, { cursor: await cursor(shard, "begin"), count: "100" });
      return Number(headers?.["x-log-count"]);
    });
    return Promise.all(found);
  };
  for (let i = 0; i < 4; i++) await put("/shards/lb", plain, plain.length);
  expect(await counts()).toEqual([2, 2]);
  await put("/shards/route", plain, plain.length, undefined, { key: `f${"0".repeat(31)}` });
  expect(await counts()).toEqual([2, 3]);
});

it("returns a cursor of a time before the first group that arrived then", async () => {
  const plain = bytesOf("x");
  const write = () => put("/shards/route", plain, plain.length, undefined, { key: "0".repeat(32) });
  await write();
  await here.world.clock.advance(60_000);
  const time = String(Math.floor(here.world.clock.now() / 1000));
  await write();
  const from = await cursor(0, time);
  expect(from).not.toBe(await cursor(0, "begin"));
  const { headers } = await get("/shards/0", { cursor: from, count: "10" });
  expect(headers).toMatchObject({ "x-log-count": "1" });
  const at = await json<{ cursor_time: number }>(get("/shards/0", { type: "cursor_time", cursor: from }));
  expect(at.cursor_time).toBeGreaterThanOrEqual(Number(time));
});

it("splits a shard into two and merges them again", async () => {
  const shards = () => json<{ shardID: number; status: string; inclusiveBeginKey: string }[]>(get("/shards", {}));
  await ask(here.service, "POST", `${STORE}/shards/0`, { host, query: { action: "split", key: `4${"0".repeat(31)}` } });
  expect((await shards()).map(({ shardID, status }) => `${shardID} ${status}`)).toEqual([
    "0 readonly",
    "1 readwrite",
    "2 readwrite",
    "3 readwrite",
  ]);
  await ask(here.service, "POST", `${STORE}/shards/2`, { host, query: { action: "merge" } });
  expect((await shards()).filter(({ status }) => status === "readwrite").map(({ shardID }) => shardID)).toEqual([1, 4]);
});

it("shares the shards among the consumers of a group and reassigns those of silent ones", async () => {
  const groups = `${STORE}/consumergroups`;
  await ask(here.service, "POST", groups, { host, body: { consumerGroup: "readers", timeout: 30, order: true } });
  const beat = (consumer: string, body: number[]) =>
    json<number[]>(
      ask(here.service, "POST", `${groups}/readers`, { host, query: { type: "heartbeat", consumer }, body }),
    );
  expect(await beat("one", [])).toEqual([0, 1]);
  expect(await beat("two", [])).toEqual([1]);
  expect(await beat("one", [0, 1])).toEqual([0]);
  const point = { shard: 1, checkpoint: await cursor(1, "end") };
  const save = (consumer: string) =>
    ask(here.service, "POST", `${groups}/readers`, { host, query: { type: "checkpoint", consumer }, body: point });
  await expect(save("one")).rejects.toMatchObject({ status: 400 });
  await save("two");
  const points = await json<{ shard: number; checkpoint: string; consumer: string }[]>(
    ask(here.service, "GET", `${groups}/readers`, { host }),
  );
  expect(points.find(({ shard }) => shard === 1)).toMatchObject({ ...point, consumer: "two" });
  await here.world.clock.advance(31_000);
  expect(await beat("one", [0])).toEqual([0, 1]);
});

it.each([
  ["is not a protocol buffer", { body: Buffer.from([0x0a, 0xff]), size: 2 }, "PostBodyInvalid"],
  ["has another size than it states", { body: Buffer.from([1]), size: 9, type: "lz4" }, "PostBodyUncompressError"],
  ["is compressed in an unknown way", { body: Buffer.from([1]), size: 1, type: "rar" }, "InvalidCompressType"],
  ["is too large", { body: Buffer.from([1]), size: 11 * 1024 * 1024 }, "PostBodyTooLarge"],
])("refuses a body that %s", async (_, { body, size, ...rest }, code) => {
  const type = "type" in rest ? rest.type : undefined;
  await expect(put("/shards/lb", body, size, type)).rejects.toMatchObject({ code });
});

it("refuses invalid cursors and shards", async () => {
  await expect(get("/shards/0", { cursor: "!", count: "1" })).rejects.toMatchObject({ code: "InvalidCursor" });
  await expect(get("/shards/9", { type: "cursor", from: "end" })).rejects.toMatchObject({ code: "ShardNotExist" });
  await expect(get("/shards/0", { type: "cursor", from: "later" })).rejects.toMatchObject({ code: "ParameterInvalid" });
});
