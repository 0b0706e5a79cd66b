import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { UserError } from "../../model/errors.ts";
import { freePort } from "../../offline/endpoint/address.ts";
import {
  endpointAddress,
  ensureEndpoint,
  ministack,
  startTemporaryServer,
  stopEndpoint,
} from "../../offline/endpoint/index.ts";

const quiet = () => undefined;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("endpoint address", () => {
  it("prefers the given address to AWS_ENDPOINT_URL and to port 4566", () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "http://localhost:4999");
    expect(endpointAddress(ministack, "http://127.0.0.1:1234").origin).toBe("http://127.0.0.1:1234");
    expect(endpointAddress(ministack).origin).toBe("http://localhost:4999");
    vi.stubEnv("AWS_ENDPOINT_URL", "");
    expect(endpointAddress(ministack).origin).toBe("http://127.0.0.1:4566");
  });

  it.each(["https://sqs.us-east-1.amazonaws.com", "http://127.0.0.1.example.com:4566", "ftp://127.0.0.1", "4566"])(
    "refuses an address on another machine: %s",
    (address) => {
      expect(() => endpointAddress(ministack, address)).toThrow(UserError);
    },
  );
});

describe("ensureEndpoint", () => {
  let port: number;
  let url: string;
  // The cache has records of servers, and a test must not use those of the machine's user.
  beforeAll(async () => {
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(() => stopEndpoint(ministack, url));

  it("starts a server once, reuses it, and lets another caller stop it", async () => {
    const first = await ensureEndpoint(ministack, url, quiet);
    expect(first.started?.url).toBe(url);
    expect((await fetch(`${url}/_localstack/health`)).status).toBe(200);
    expect(await readFile(first.started?.log ?? "", "utf8")).not.toBe("");

    expect(await ensureEndpoint(ministack, url, quiet)).toEqual({ url, id: first.id });
    expect(first.id).toMatch(/^[\da-f-]{36}$/);

    expect(await stopEndpoint(ministack, url)).toBe(true);
    await expect(fetch(url)).rejects.toThrow();
    expect(await stopEndpoint(ministack, url)).toBe(false);
  });
});

describe("startTemporaryServer", () => {
  it("starts a separate server without the caller's environment", async () => {
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "a-real-secret");
    await using one = await startTemporaryServer(ministack, quiet);
    await using two = await startTemporaryServer(ministack, quiet);
    expect(one.url).not.toBe(two.url);
    if (process.platform === "linux") {
      expect(await readFile(`/proc/${one.pid}/environ`, "utf8")).not.toContain("a-real-secret");
    }
    await one.reset();
  });

  it("reports the output of a server that could not start", async () => {
    const directory = await mkdtemp(join(tmpdir(), "polyfn-test-"));
    const { startServer } = await import("../../offline/endpoint/run.ts");
    const program = await ministack.prepare(quiet);
    const broken = { ...program, arguments: () => ["-c", "import sys; sys.exit('no such thing')"] };
    const start = startServer(ministack, broken, await freePort(), directory);
    await expect(start).rejects.toThrow(/ended at once \(exit code 1\)[\s\S]*no such thing/);
    await rm(directory, { recursive: true });
  });
});
