import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { terminal } from "../../../terminal/index.ts";
import { controlClient, createInstance } from "../tablestore/client.ts";
import { noPython, pythonClients } from "./venv.ts";

const run = promisify(execFile);
const python = await pythonClients(terminal.progress);
if (!python) console.warn(`The tests with Python clients are skipped: ${noPython}.`);

let server: AliyunServer;

beforeAll(async () => {
  server = await startAliyun({ strict: true });
  for (const way of ["real", "plain"]) await createInstance(controlClient(server.url), `py-${way}`);
});

afterAll(() => server.stop());

type Environment = Readonly<Record<string, string>>;

/** The variables by which a program finds the emulator. Variables of this process that point elsewhere are omitted. */
const ways = {
  /** Real host names, whatever client is used. */
  real: () => server.access.environment,
  /** Real host names through the proxy alone, for clients that heed its variables. */
  proxy: () => without(server.access.environment, "PYTHONPATH"),
  /** The emulator's address, in plain HTTP; the proxy is for clients that put a name before it. */
  plain: () => ({ ENDPOINT: server.url, http_proxy: server.url, no_proxy: "127.0.0.1" }),
};

function without(environment: Environment, name: string): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([other]) => other !== name));
}

/** The output of one of the scripts beside this file. */
async function seen(script: string, way: keyof typeof ways, secret = "offline"): Promise<unknown> {
  const environment = { ...process.env, ...ways[way](), ACCESS_KEY_SECRET: secret, PYTHONDONTWRITEBYTECODE: "1" };
  const file = fileURLToPath(new URL(`python/${script}.py`, import.meta.url));
  const { stdout } = await run(python ?? "", [file], { env: environment, timeout: 170_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

const objects = {
  put: [200, "hällo", "b", true],
  listed: ["in/a b+ü.txt"],
  signed: "hällo",
  missing: "NoSuchKey",
};
const olderObjects = { ...objects, part: "ä", head: 6, big: 102_401, appended: "onetwo", copied: true };
const logs = { stores: ["entries"], found: ["hällo"], counted: 2, pulled: ["info", "warn"], gone: "ProjectNotExist" };
const rows = {
  tables: ["things"],
  row: { name: "ä", count: "1", share: "0.5", on: "True", bytes: "bytearray(b'\\x00\\xff')" },
  changed: { name: "b", count: "5", on: "True" },
  refused: "OTSConditionCheckFail",
  batch: true,
  range: [1, 2, 3],
  filtered: [1, 3],
  deleted: true,
  gone: "OTSObjectNotExist",
};

const stories: Readonly<Record<string, (name: string) => object>> = {
  functions: (name) => ({
    created: [200, name, 512],
    invoked: "one hällo",
    failed: [200, "UnhandledInvocationError"],
    accepted: 202,
    versions: ["two x", "one x"],
    memory: 1024,
    functions: [name],
    visited: [201, "two", "PUT"],
    gone: "FunctionNotFound",
  }),
  objects: () => ({ older: { v1: olderObjects, v4: olderObjects }, newer: objects }),
  messages: (name) => ({
    timeout: 30,
    queues: [name],
    peeked: "hällo <&>",
    received: ["hällo <&>", 3, true],
    empty: "MessageNotExist",
    batch: ["one", "two"],
    topic: "news",
    gone: "QueueNotExist",
  }),
  logs: () => ({ v1: logs, v4: logs }),
  rows: () => ({ v2: rows, v4: rows }),
};

const refusals = {
  functions: "SignatureDoesNotMatch",
  objects: "SignatureDoesNotMatch",
  messages: "SignatureDoesNotMatch",
  logs: "SignatureNotMatch",
  rows: "OTSAuthFailed",
};

describe.skipIf(!python)("official Python clients", () => {
  it.each(Object.keys(stories))(
    "get the expected answers for %s, at the real hostnames and at an address",
    async (script) => {
      const [real, plain] = await Promise.all([seen(script, "real"), seen(script, "plain")]);
      expect(real).toEqual(stories[script]?.("python-client-real"));
      expect(plain).toEqual(stories[script]?.("python-client-plain"));
    },
  );

  it.each(["objects", "logs"])(
    "get the expected answers for %s with only the proxy and its certificates set",
    async (script) => {
      expect(await seen(script, "proxy")).toEqual(stories[script]?.("python-client-real"));
    },
  );

  it.each(Object.entries(refusals))("get the service's error code for %s with a wrong secret", async (script, code) => {
    expect(await seen(script, "plain", "wrong")).toEqual({ refused: code });
  });
});
