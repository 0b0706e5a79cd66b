import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";

const run = promisify(execFile);
let server: AliyunServer;

beforeAll(async () => {
  server = await startAliyun({ strict: true });
});

afterAll(() => server.stop());

/** The output of the program beside this file. */
async function seen(environment: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL("story.mjs", import.meta.url))], {
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  return JSON.parse(stdout);
}

const story = (name: string) => ({
  functions: {
    invoked: { status: 200, text: "one ü" },
    accepted: 202,
    old: "one x",
    visited: [200, "two /a"],
    gone: "FunctionNotFound",
  },
  objects: { got: "hällo", signed: "hällo", gone: "NoSuchBucket" },
  messages: { received: "hällo", gone: "MNSQueueNotExistError" },
  logs: { found: ["hällo"], again: ["hällo"], gone: "ProjectNotExist" },
  rows: { read: "ü", left: 0 },
  events: { failed: 0 },
  identities: {
    who: `acs:ram::1234567890123456:assumed-role/${name}/story`,
    // The role has no policies.
    refused: "AccessDenied",
  },
  secrets: { read: "hidden" },
});

describe("official Node.js clients", () => {
  it("work with the real hostnames", async () => {
    expect(await seen(server.access.environment)).toEqual(story("node-client-real"));
  });

  it("work at the emulator's address", async () => {
    const { objects, ...rest } = story("node-client-plain");
    expect(await seen({ ENDPOINT: server.url })).toEqual({
      ...rest,
      objects: { ...objects, signed: "" },
      logs: "for the real host names",
    });
  });

  it("leave nothing behind and cause no unexpected errors", () => {
    const { entries } = server.journal;
    const codes = new Set(entries.filter(({ status }) => status >= 400).map(({ code }) => code));
    expect([...codes].sort()).toEqual([
      "AccessDenied",
      "FunctionNotFound",
      "NoSuchBucket",
      "ProjectNotExist",
      "QueueNotExist",
    ]);
    expect(new Set(entries.map(({ service }) => service))).toContain("eventbridge");
  });

  it("get each service's error code for a wrong secret", async () => {
    expect(await seen({ ...server.access.environment, ACCESS_KEY_SECRET: "wrong" })).toEqual({
      functions: "SignatureDoesNotMatch",
      objects: "SignatureDoesNotMatch",
      messages: "MNSSignatureDoesNotMatchError",
      logs: "SignatureNotMatch",
      rows: "SignatureDoesNotMatch",
      events: "SignatureDoesNotMatch",
      identities: "SignatureDoesNotMatch",
      secrets: "SignatureDoesNotMatchError",
    });
  });
});
