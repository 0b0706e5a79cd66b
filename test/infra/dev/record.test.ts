import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterEach, expect, test, vi } from "vitest";
import { DEV_PACKAGES, notePackages, refuseUnknownCode } from "../../../infra/dev/program.ts";
import { isRunning, RecordFile } from "../../../infra/dev/record.ts";
import { temporaryDirectory, write } from "../project.ts";

const [OLD, NEW] = ["a".repeat(64), "b".repeat(64)];

const entry = { deployed: OLD, put: NEW, target: "aws", part: { name: "shop-dev-worker", id: "arn" } };

/** A process that has ended. */
const ended = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

afterEach(() => {
  vi.unstubAllEnvs();
});

test("keeps the record and the deployed packages until it is deleted", async () => {
  const directory = temporaryDirectory();
  write(directory, { "old.zip": "old" });
  const file = new RecordFile(directory, "org/dev");
  expect(await file.read()).toBeUndefined();
  const record = { process: process.pid, functions: { "aws/worker": entry } };
  await file.keep(OLD, join(directory, "old.zip"));
  await file.write(record);
  expect(await new RecordFile(directory, "org/dev").read()).toEqual(record);
  expect(Buffer.from(await file.package(OLD)).toString()).toBe("old");
  await file.delete();
  expect(await file.read()).toBeUndefined();
  expect(existsSync(join(directory, ".polyfn/dev/org%2Fdev"))).toBe(false);
});

test("refuses a record that is damaged", async () => {
  const directory = temporaryDirectory();
  write(directory, { ".polyfn/dev/local.json": "{" });
  await expect(new RecordFile(directory, "local").read()).rejects.toThrow("local.json cannot be read");
});

test("knows whether its process runs", () => {
  expect(isRunning({ process: process.pid, functions: {} })).toBe(true);
  expect(isRunning({ process: ended(), functions: {} })).toBe(false);
});

test("a program does not deploy over code that the engine's state does not know", async () => {
  const directory = temporaryDirectory();
  const file = new RecordFile(directory, "local");
  const functions = { "aws/worker": entry };
  await expect(refuseUnknownCode(directory, "local")).resolves.toBeUndefined();

  await file.write({ process: process.ppid, functions: {} });
  await expect(refuseUnknownCode(directory, "local")).rejects.toThrow(`works on the stack "local" (process`);
  await expect(refuseUnknownCode(directory, "other")).resolves.toBeUndefined();

  await file.write({ process: ended(), functions });
  await expect(refuseUnknownCode(directory, "local")).rejects.toThrow("aws/worker of the stack");
  await file.write({ process: ended(), functions: {} });
  await expect(refuseUnknownCode(directory, "local")).resolves.toBeUndefined();

  await file.write({ process: process.pid, functions });
  vi.stubEnv(DEV_PACKAGES, join(directory, "packages"));
  await expect(refuseUnknownCode(directory, "local")).resolves.toBeUndefined();
});

test("a program notes its packages only for polyfn dev", () => {
  const directory = temporaryDirectory();
  const artifact = { zip: "/w.zip", sha256: NEW, bytes: 1, handler: "index.handler", runtime: "nodejs22.x" };
  notePackages("shop-aws", new Map([["worker", artifact]]));
  expect(existsSync(join(directory, "packages"))).toBe(false);
  vi.stubEnv(DEV_PACKAGES, join(directory, "packages"));
  notePackages("shop-aws", new Map([["worker", artifact]]));
  expect(JSON.parse(readFileSync(join(directory, "packages", "shop-aws.json"), "utf8"))).toEqual({ worker: artifact });
});
