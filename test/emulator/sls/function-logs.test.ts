import { beforeEach, expect, it } from "vitest";
import { createSls } from "../../../offline/aliyun/services/sls/index.ts";
import { ask, FakeFunctions, fakeWorld } from "./inside.ts";

const host = { subject: "proj" };
const STORE = "/logstores/store";
let find: (query: Record<string, string>) => Promise<string[]>;

beforeEach(async () => {
  const world = fakeWorld(new FakeFunctions());
  const { service, logs } = createSls(world);
  await ask(service, "POST", "/", { body: { projectName: "proj", description: "" } });
  await ask(service, "POST", "/logstores", { host, body: { logstoreName: "store", ttl: 1, shardCount: 1 } });
  await ask(service, "POST", `${STORE}/index`, { host, body: { line: { token: [" "] } } });
  const time = world.clock.now();
  const entries = ["f", "g"].map((name) => ({ time, topic: `FCLogs:${name}`, fields: { message: `of ${name}` } }));
  logs?.append({ region: "cn-hangzhou", project: "proj", logstore: "store" }, entries, { service: "fc.aliyuncs.com" });
  find = async (query) => {
    const range = { type: "log", from: "0", to: String(Math.floor(time / 1000) + 1) };
    const { body } = await ask(service, "GET", STORE, { host, query: { ...range, ...query } });
    return (JSON.parse(String(body)) as { message: string; __topic__: string }[]).map((log) => log.message);
  };
});

it.each([
  [{ topic: "FCLogs:f" }],
  [{ topic: "FCLogs:/f" }],
  [{ query: '__topic__:"FCLogs:f"' }],
  [{ query: '__topic__:"FCLogs:/f"' }],
  [{ query: '__topic__: "FCLogs:/f" and of' }],
  [{ query: 'not __topic__:"FCLogs:/g"' }],
])("finds logs of a function by %j", async (query) => {
  expect(await find(query as Record<string, string>)).toEqual(["of f"]);
});

it("matches a topic as a whole", async () => {
  expect(await find({ topic: "FCLogs" })).toEqual([]);
  expect(await find({ query: '__topic__:"FCLogs:"' })).toEqual([]);
});
