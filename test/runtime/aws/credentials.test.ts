import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stubAws } from "./environment.ts";
import { type Answer, type Recorder, startRecorder } from "./recorder.ts";

let recorder: Recorder;
let answer: () => Answer;
let credentials: typeof import("../../../adapters/aws/runtime/credentials.ts")["credentials"];

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const serving = (id: string, minutes: number) => (): Answer => ({
  body: JSON.stringify({ AccessKeyId: id, SecretAccessKey: "s", Token: "t", Expiration: inMinutes(minutes) }),
});
const keys = (id: string) => ({ accessKeyId: id, secretAccessKey: "s", sessionToken: "t" });

beforeEach(async () => {
  recorder = await startRecorder(() => answer());
  stubAws({
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${recorder.url}/role`,
  });
  vi.resetModules();
  ({ credentials } = await import("../../../adapters/aws/runtime/credentials.ts"));
});
afterEach(async () => {
  await recorder[Symbol.asyncDispose]();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("credentials of the environment", () => {
  it("are read for each call, with the token if there is one", async () => {
    stubAws({ AWS_SESSION_TOKEN: "t" });
    expect(await credentials()).toEqual({ accessKeyId: "id", secretAccessKey: "secret", sessionToken: "t" });
    stubAws({ AWS_ACCESS_KEY_ID: "other" });
    expect(await credentials()).toEqual({ accessKeyId: "other", secretAccessKey: "secret" });
  });

  it("are reported as missing with the names of the variables", async () => {
    stubAws({ AWS_ACCESS_KEY_ID: "" });
    await expect(credentials()).rejects.toThrow("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  });
});

describe("credentials of the container", () => {
  it("are fetched once for concurrent and later calls, with the token in the environment", async () => {
    vi.stubEnv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Bearer x");
    answer = serving("a", 60);
    expect(await Promise.all([credentials(), credentials()])).toEqual([keys("a"), keys("a")]);
    expect(await credentials()).toEqual(keys("a"));
    const requests = recorder.take();
    expect(requests.map(({ target, headers }) => [target, headers.authorization])).toEqual([["/role", "Bearer x"]]);
  });

  it("are fetched with the current token of the file", async () => {
    const directory = await mkdtemp(join(tmpdir(), "polyfn-token-"));
    const file = join(directory, "token");
    vi.stubEnv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file);
    try {
      for (const token of ["one", "two"]) {
        await writeFile(file, `${token}\n`);
        answer = serving("a", 1);
        await credentials();
      }
      expect(recorder.take().map(({ headers }) => headers.authorization)).toEqual(["one", "two"]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("are fetched again before they expire, and on demand", async () => {
    answer = serving("a", 60);
    await credentials();
    answer = serving("b", 120);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 54 * 60_000 });
    expect(await credentials()).toEqual(keys("a"));
    vi.setSystemTime(Date.now() + 2 * 60_000);
    expect(await credentials()).toEqual(keys("b"));
    answer = serving("c", 120);
    expect(await credentials(true)).toEqual(keys("c"));
  });

  it("are used until they expire when no others can be fetched", async () => {
    answer = serving("a", 4);
    await credentials();
    answer = () => ({ status: 500 });
    expect(await credentials()).toEqual(keys("a"));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5 * 60_000 });
    await expect(credentials()).rejects.toThrow("/role answered 500 to a request for credentials");
  });

  it("are fetched over TLS, or from the machine or the container service only", async () => {
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://203.0.113.7/role");
    await expect(credentials()).rejects.toThrow("AWS_CONTAINER_CREDENTIALS_FULL_URI is http://203.0.113.7");
    expect(recorder.take()).toEqual([]);
  });
});
