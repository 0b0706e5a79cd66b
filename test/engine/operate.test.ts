import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../cli/index.ts";
import { type DeployedApp, deployedApps } from "../../infra/operate/deployed-app.ts";
import { readEvent } from "../../infra/operate/events/json.ts";
import { fireTrigger } from "../../infra/operate/fire/index.ts";
import type { LogEntry } from "../../infra/operate/logs/log-entry.ts";
import { type LogsQuery, readLogs } from "../../infra/operate/logs/read-logs.ts";
import { checkSpec } from "../../model/checked-spec.ts";
import { resolve } from "../../model/resolve.ts";
import { aliyunEmulator, ministack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import { polyfn, testIo } from "../cli/polyfn.ts";
import { expectSuccess } from "./support/expect.ts";
import { copyOfRepository, type Project, quiet } from "./support/project.ts";

/** The same command lines work on both clouds. */
const clouds = [
  { target: "localstack", region: "us-east-1" },
  { target: "aliyun", region: "cn-hangzhou" },
] as const;
type Target = (typeof clouds)[number]["target"];

/** A function for each kind of trigger, which logs what reaches it. */
const spec = {
  name: "shop",
  defaults: { memory: 128, timeout: "10s", recordEvents: true },
  resources: {
    uploads: { kind: "bucket" },
    jobs: { kind: "queue" },
    alerts: { kind: "topic" },
    clicks: { kind: "stream" },
    orders: { kind: "table", key: { partition: { name: "id" } }, changes: true },
    events: { kind: "bus" },
    key: { kind: "secret", value: { config: "webhookSecret" } },
    site: { kind: "api" },
  },
  functions: {
    all: {
      handler: "functions/all.ts",
      triggers: {
        onUpload: { kind: "bucket", bucket: "uploads", prefix: "in/", suffix: ".txt" },
        onJob: { kind: "queue", queue: "jobs" },
        onAlert: { kind: "topic", topic: "alerts", filter: { severity: ["high"] } },
        onClick: { kind: "stream", stream: "clicks", startAt: "oldest" },
        onOrder: { kind: "table", table: "orders" },
        onEvent: { kind: "bus", bus: "events", pattern: { type: ["order.paid"] } },
        daily: { kind: "schedule", cron: "0 4 * * *", input: { report: "day" } },
        weekly: { kind: "schedule", cron: "0 4 * * MON", input: { report: "week" } },
        page: { kind: "http", api: "site", routes: ["GET /orders/{id}"] },
      },
    },
    hook: { handler: "functions/all.ts", triggers: { push: { kind: "webhook", sender: "github", secret: "key" } } },
    watcher: {
      handler: "functions/all.ts",
      triggers: { onLine: { kind: "log", function: "all", pattern: "remarkable" } },
    },
  },
};

const SECRET = "planted-webhook-secret";

const handler = `import { defineHandler } from "polyfn/runtime";
export default defineHandler({
  async raw(event, ctx) {
    if (event.fail) throw new TypeError("told to fail");
    ctx.log.info("called", { order: event.order });
    ctx.log.warn("slow");
    return { order: event.order };
  },
  async bucket(event, ctx) { ctx.log.info("bucket", { got: event.data.key }); },
  async queue(batch, ctx) { await batch.each((message) => ctx.log.info("queue", { got: message.data })); },
  async topic(event, ctx) { ctx.log.info("topic", { got: event.data }); },
  async stream(batch, ctx) { await batch.each((record) => ctx.log.info("stream", { got: record.data })); },
  async table(batch, ctx) { await batch.each((record) => ctx.log.info("table", { got: record.data.after ?? record.data.before })); },
  async bus(event, ctx) { ctx.log.info("bus", { got: event.data }); },
  async schedule(event, ctx) { ctx.log.info("schedule", { got: event.data.input }); },
  async http(request, ctx) { return Response.json({ path: new URL(request.url).pathname, params: ctx.params }); },
  async webhook(event, ctx) { ctx.log.info("webhook", { got: event.data.body }); },
  async log(batch, ctx) { for (const line of batch.lines) ctx.log.info("log", { got: line.data.message.trim() }); },
});
`;

let servers: Readonly<Record<Target, TemporaryServer>>;
let project: Project;
let apps: readonly DeployedApp[];

beforeAll(async () => {
  const [localstack, aliyun] = await Promise.all([
    startTemporaryServer(ministack, quiet),
    startTemporaryServer(aliyunEmulator, quiet),
  ]);
  servers = { localstack, aliyun };
  project = await copyOfRepository();
  await project.write("polyfn.json", JSON.stringify(spec));
  await project.write("functions/all.ts", handler);
  const addresses = { localstack: localstack.url, aliyun: aliyun.url };
  const places = clouds.map((place) => ({ ...place, settings: { endpoint: addresses[place.target] } }));
  const config = { targets: places, spec: "polyfn.json", webhookSecret: SECRET };
  const stack = await project.stack("dev", addresses, config);
  expectSuccess(await stack.up());
  const app = resolve(checkSpec(spec).deployed.app);
  apps = await deployedApps({ stack: "dev", app, places, outputs: await stack.outputs() });
});
afterAll(async () => {
  await Promise.all(Object.values(servers ?? {}).map((server) => server.stop()));
  await project?.[Symbol.asyncDispose]();
});

describe.each(clouds)("the commands for what is deployed, on $target", ({ target, region }) => {
  let app: DeployedApp;
  beforeAll(() => {
    app = apps.find(({ deployment }) => deployment.target === target) ?? expect.unreachable();
  });

  const command = (...args: string[]) => polyfn(project.directory, ...args, "-s", "dev", "--target", target);

  async function json<T>(...args: string[]): Promise<T> {
    const { code, out, err } = await command(...args, "--json");
    expect(code, err).toBe(0);
    return JSON.parse(out) as T;
  }

  async function entries(fn: string, query: Partial<LogsQuery> = {}): Promise<LogEntry[]> {
    const found: LogEntry[] = [];
    for await (const entry of readLogs([app], [fn], { since: new Date(0), ...query })) found.push(entry);
    return found;
  }

  /** Waits until a function has logged what reached it. */
  async function logged(fn: string, message: string, got: unknown): Promise<void> {
    const wanted = JSON.stringify(got);
    for (let attempt = 0; attempt < 600; attempt++) {
      const found = await entries(fn, { filter: message });
      if (found.some((entry) => entry.message === message && JSON.stringify(entry.fields?.got) === wanted)) return;
      await pause(100);
    }
    throw new Error(`${fn} has not logged ${message} with ${wanted}`);
  }

  it("list functions, triggers and resources", async () => {
    const { code, out, err } = await command("list");
    expect(code, err).toBe(0);
    expect(out).toContain(`shop on ${target} in ${region}`);
    expect(out).toMatch(/onUpload +bucket +uploads/);
    expect(out).toMatch(/jobs +queue +shop-dev-jobs +http/);
  });

  it("call a function and show answer, log and error", async () => {
    const called = await command("invoke", "all", '{"order":7}');
    expect(called.code, called.err).toBe(0);
    expect(JSON.parse(called.out)).toEqual({ order: 7 });
    expect(called.err).toMatch(/INFO +called order=7/);
    expect(called.err).toMatch(/WARN +slow/);
    const failed = await command("invoke", "all", '{"fail":true}', "--json");
    expect(failed.code).toBe(3);
    expect(JSON.parse(failed.out)).toMatchObject([{ target, region, function: "all" }]);
    expect(JSON.parse(failed.out)[0].error).toBeTypeOf("string");
  });

  it("hand calls to the cloud, and ask whether they are allowed", async () => {
    const operator = await app.operator();
    const fn = app.functions.all ?? expect.unreachable();
    await operator.invoke(fn, { mode: "async", payload: '{"order":8}' });
    await operator.invoke(fn, { mode: "dry-run", payload: '{"order":9}' });
    await expect.poll(async () => ordersIn(await entries("all")), { timeout: 60_000 }).toContain(8);
    expect(ordersIn(await entries("all"))).not.toContain(9);
  });

  it.each([
    ["onUpload", "bucket", { key: "in/note.txt", body: "hello" }, "in/note.txt"],
    ["onJob", "queue", { body: '{"job":1}' }, { job: 1 }],
    ["onAlert", "topic", { body: '"fire"' }, "fire"],
    ["onClick", "stream", { key: "a", body: '{"click":1}' }, { click: 1 }],
    ["onOrder", "table", { body: '{"id":"1","total":5}' }, { id: "1", total: 5 }],
    ["onEvent", "bus", { body: '{"order":1}' }, { order: 1 }],
    ["weekly", "schedule", {}, { report: "week" }],
  ])("fire the trigger %s of kind %s with what is given", async (trigger, kind, input, got) => {
    await fireTrigger(app, "all", trigger, input);
    await logged("all", kind, got);
  });

  it("send a request to a route, with parameters of its own", async () => {
    const { code, out, err } = await command("trigger", "all.page");
    expect(code, err).toBe(0);
    const { path, params } = JSON.parse(out) as { path: string; params: { id: string } };
    expect(path).toBe(`/orders/${params.id}`);
  });

  it("sign a webhook with the deployed secret", async () => {
    const { response } = await fireTrigger(app, "hook", "push", { body: '{"ref":"main"}' });
    expect(response?.status).toBe(204);
    await logged("hook", "webhook", { ref: "main" });
  });

  it("write a line into the log that a trigger follows", async () => {
    await fireTrigger(app, "watcher", "onLine", { body: "a remarkable line" });
    await logged("watcher", "log", "a remarkable line");
  });

  it("send once more what caused an event in a file", async () => {
    const generated = await polyfn(project.directory, "events", "generate", "queue", "--body", '{"job":2}');
    await project.write("job.json", generated.out);
    await json("trigger", "all.onJob", "job.json");
    await logged("all", "queue", { job: 2 });
  });

  it.each([
    ["all.onUpload", "bucket", /"key": "in\/note.txt"/],
    ["all.onJob", "queue", /"job": 1/],
    ["all.onAlert", "topic", /"severity": "high"/],
    ["all.onClick", "stream", /"click": 1/],
    ["all.onOrder", "table", /"total": 5/],
    ["all.onEvent", "bus", /"order": 1/],
    ["all.weekly", "schedule", /"report": "week"/],
    ["all.page", "http", /"method": "GET"/],
    ["hook.push", "webhook", /"ref": "main"/],
    ["watcher.onLine", "log", /a remarkable line/],
  ] as const)("record the events of %s as test data", async (name, kind, expected) => {
    const out = join(project.directory, "recorded", target, name);
    const {
      code,
      out: written,
      err,
    } = await command("events", "record", name, "--since", "1h", "--out", out, "--json");
    expect(code, err).toBe(0);
    const recorded = written
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly file: string });
    expect(recorded[0]).toMatchObject({ target, region, function: name.split(".")[0] });
    const texts = await Promise.all(recorded.map(({ file }) => readFile(join(project.directory, file), "utf8")));
    expect(texts.join("")).toMatch(expected);
    for (const text of texts) expect(() => readEvent(kind, text)).not.toThrow();
  });

  it("record an event without its secrets, which can be sent once more", async () => {
    const body = { job: 3, password: "hunter2", note: `the key is ${SECRET}` };
    await fireTrigger(app, "hook", "push", { body: JSON.stringify(body) });
    await logged("hook", "webhook", body);
    const out = join(project.directory, "recorded", target, "secret");
    const args = ["--since", "1h", "--out", out] as const;
    const { out: written, err } = await command("events", "record", "hook.push", ...args);
    const texts = await Promise.all(
      written
        .trim()
        .split("\n")
        .map((file) => readFile(join(project.directory, file), "utf8")),
    );
    const text = texts.find((one) => one.includes('"job": 3')) ?? expect.unreachable(err);
    expect(text).toContain('"note": "the key is [redacted]"');
    expect(text).not.toMatch(/hunter2|planted/);
    await project.write("push.json", text);
    const [sent] = await json<{ response: { status: number } }[]>("trigger", "hook.push", "push.json");
    expect(sent?.response.status).toBe(204);
    await logged("hook", "webhook", { ...body, password: "[redacted]", note: "the key is [redacted]" });
  });

  it("show the lines of one call, and of a level", async () => {
    const [call] = await json<{ requestId: string }[]>("invoke", "all", '{"order":10}');
    const own = await entries("all", { requestId: call?.requestId ?? "" });
    expect(own.map(({ message }) => message)).toEqual(["called", "slow"]);
    const { out } = await command("logs", "all", "--level", "warn");
    expect(out).toMatch(/Z all WARN +slow/);
    expect(out).not.toContain("INFO");
  });

  it("follow the log of all functions until Ctrl-C, and exit with 130", async () => {
    const end = new AbortController();
    const { io, written } = testIo(project.directory, { signal: end.signal });
    const out = (text: string): void => {
      io.out(text);
      if (text.includes("followed")) end.abort();
    };
    const following = run(["logs", "-s", "dev", "--target", target, "--follow", "--since", "0s"], { ...io, out });
    const operator = await app.operator();
    const fn = app.functions.all ?? expect.unreachable();
    while (!end.signal.aborted) {
      await operator.invoke(fn, { mode: "sync", payload: '{"order":"followed"}' });
      await pause(200);
    }
    expect(await following, written.err).toBe(130);
  });
});

const ordersIn = (found: readonly LogEntry[]): unknown[] => found.map(({ fields }) => fields?.order);
