import { beforeEach, describe, expect, it } from "vitest";
import { createSls } from "../../../offline/aliyun/services/sls/index.ts";
import { encodeGroups } from "../../../offline/aliyun/services/sls/wire.ts";
import { ask, FakeFunctions, fakeWorld } from "./inside.ts";

// Requests of the vendor's client for Python and its samples beyond searches.
const host = { subject: "proj" };
const STORE = "/logstores/store";
let service: ReturnType<typeof createSls>["service"];
let now: number;

beforeEach(async () => {
  const world = fakeWorld(new FakeFunctions());
  ({ service } = createSls(world));
  now = Math.floor(world.clock.now() / 1000);
  await ask(service, "POST", "/", { body: { projectName: "proj", description: "" } });
  await ask(service, "POST", "/logstores", { host, body: { logstoreName: "store", ttl: 1, shardCount: 1 } });
  await ask(service, "POST", `${STORE}/index`, { host, body: { line: { token: [" "] } } });
});

type Asked = Parameters<typeof ask>[3];
async function json<T>(method: string, path: string, asked: Asked = {}): Promise<T> {
  const { body } = await ask(service, method, path, asked);
  return JSON.parse(String(body ?? "null") || "null") as T;
}
const codeOf = async (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    (found) => (found as { errorCode?: string } | null)?.errorCode ?? "none",
    (error: { code?: string }) => error.code ?? "?",
  );

/** Writes a group of logs as a producer does: with the number of the group in its tag. */
async function write(topic: string, packId: string, ...messages: string[]): Promise<void> {
  const fields = (message: string) => ({ time: now, fields: [["message", message] as const] });
  const list = encodeGroups([{ topic, source: "", tags: [["__pack_id__", packId]], logs: messages.map(fields) }]);
  const body = list.subarray(list[1] !== undefined && list[1] < 128 ? 2 : 3);
  const headers = { "content-type": "application/x-protobuf", "x-log-bodyrawsize": String(body.length) };
  await ask(service, "POST", `${STORE}/shards/lb`, { host, body, headers });
}

it("lists the topics of a logstore page by page", async () => {
  for (const topic of ["b", "a", "c", "a"]) await write(topic, "A-1", "x");
  const first = await ask(service, "GET", STORE, { host, query: { type: "topic", line: "2" } });
  expect(JSON.parse(String(first.body))).toEqual(["a", "b"]);
  expect(first.headers).toMatchObject({ "x-log-count": "2", "x-log-nexttoken": "c" });
  const rest = await ask(service, "GET", STORE, { host, query: { type: "topic", line: "2", token: "c" } });
  expect(JSON.parse(String(rest.body))).toEqual(["c"]);
  expect(rest.headers).not.toHaveProperty("x-log-nexttoken");
});

describe("the context of a log", () => {
  interface Context {
    readonly total_lines: number;
    readonly back_lines: number;
    readonly forward_lines: number;
    readonly logs: { readonly message: string; readonly __index_number__: string }[];
  }

  it("is what its source wrote before and after it", async () => {
    await write("t", "A1-1", "one", "two");
    await write("t", "B2-1", "other");
    await write("t", "A1-2", "three", "four");
    const query = { type: "log", from: "0", to: String(now + 1), query: "three | with_pack_meta" };
    const [found] = await json<Record<string, string>[]>("GET", STORE, { host, query });
    expect(found).toMatchObject({ message: "three", "__tag__:__pack_id__": "A1-2" });
    const around = { type: "context_log", pack_id: "A1-2", pack_meta: found?.__pack_meta__ ?? "" };
    const context = await json<Context>("GET", STORE, {
      host,
      query: { ...around, back_lines: "1", forward_lines: "5" },
    });
    expect(context).toMatchObject({ progress: "Complete", total_lines: 3, back_lines: 1, forward_lines: 1 });
    expect(context.logs.map((log) => [log.message, log.__index_number__])).toEqual([
      ["two", "-1"],
      ["three", "0"],
      ["four", "1"],
    ]);
    expect(await codeOf(json("GET", STORE, { host, query: { ...around, pack_id: "C3-1" } }))).toBe("InvalidParameter");
  });
});

it("sets, lists and removes tags of logstores", async () => {
  const of = { resourceType: "logstore", resourceId: ["proj#store"] };
  await ask(service, "POST", "/tag", { host, body: { ...of, tags: [{ key: "a", value: "1" }] } });
  const query = { resourceType: "logstore", resourceId: '["proj#store"]' };
  const listed = () => json<{ tagResources: object[] }>("GET", "/tags", { host, query });
  expect((await listed()).tagResources).toEqual([
    { resourceType: "logstore", resourceId: "proj#store", tagKey: "a", tagValue: "1" },
  ]);
  const filtered = { ...query, tags: '[{"key":"a","value":"2"}]' };
  expect(await json("GET", "/tags", { host, query: filtered })).toMatchObject({ tagResources: [] });
  await ask(service, "POST", "/untag", { host, body: { ...of, tags: ["a"] } });
  expect((await listed()).tagResources).toEqual([]);
});

it("creates, lists and deletes resources and their records", async () => {
  const records = "/resources/users/records";
  const value = (name: string) => JSON.stringify({ name });
  await ask(service, "POST", "/resources", { body: { name: "users", type: "userdefine", description: "d" } });
  expect(await codeOf(json("POST", "/resources", { body: { name: "users", type: "userdefine" } }))).toBe(
    "ResourceAlreadyExist",
  );
  await ask(service, "PUT", "/resources/users", { body: { name: "users", schema: '{"schema":[{"column":"name"}]}' } });
  expect(await json("GET", "/resources/users")).toMatchObject({
    ...{ name: "users", description: "d", schema: '{"schema":[{"column":"name"}]}' },
  });
  await ask(service, "POST", records, { body: { id: "1", tag: "t", value: value("ann") } });
  await ask(service, "PUT", records, {
    body: {
      records: [
        { id: "1", value: value("bob") },
        { id: "2", value: value("cy") },
      ],
    },
  });
  await ask(service, "PUT", `${records}/2`, { body: { value: value("dan"), tag: "u" } });
  expect(await json("GET", records, { query: { tag: "u" } })).toMatchObject({
    total: 1,
    items: [{ id: "2", value: value("dan") }],
  });
  await ask(service, "DELETE", records, { query: { ids: "1" } });
  expect(await codeOf(json("GET", `${records}/1`))).toBe("ResourceRecordNotExist");
  expect(await json("GET", "/resources", { query: { names: "users", type: "userdefine" } })).toMatchObject({
    total: 1,
  });
  await ask(service, "DELETE", "/resources/users");
  expect(await codeOf(json("GET", "/resources/users"))).toBe("ResourceNotExist");
});

it.each([
  ["DELETE", STORE, "part"],
  ["DELETE", "/", "policy"],
  ["DELETE", `${STORE}/index`, "key"],
  ["PUT", STORE, "type"],
])("refuses %s %s with an unknown parameter", async (method, path, name) => {
  const asked = { host, query: { [name]: "x" }, body: {} };
  expect(await codeOf(json(method, path, asked))).toBe("ParameterInvalid");
  expect(await json("GET", STORE, { host })).toMatchObject({ logstoreName: "store" });
});

it("refuses to delete the records of a resource without their IDs", async () => {
  await ask(service, "POST", "/resources", { body: { name: "users", type: "userdefine" } });
  expect(await codeOf(json("DELETE", "/resources/users/records"))).not.toBe("none");
});
