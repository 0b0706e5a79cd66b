import { createRequire } from "node:module";
import { Resource } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { skipDebugging, withoutPositions } from "../../infra/registration.ts";

const debuggable = createRequire(import.meta.url)("@pulumi/pulumi/runtime/debuggable.js") as {
  debuggablePromise<T>(promise: Promise<T>, context: string): Promise<T>;
};
const positions = (): unknown[] => (Resource as unknown as { stackTrace(skip: number): unknown[] }).stackTrace(0);

/** Replaces the SDK's connection to the engine, below the patched functions. */
const told: unknown[] = [];
const log = createRequire(import.meta.url)("@pulumi/pulumi/log/index.js") as { debug(message: string): Promise<void> };
log.debug = async (message) => {
  told.push(message);
};

skipDebugging();

test("the engine receives the program's debug messages, but not the SDK's for each resource", async () => {
  await log.debug("Registering resource: t=aws:sqs/queue:Queue, name=jobs, custom=true, remote=false");
  await log.debug("RegisterResource RPC finished: jobs; err: null, resp: ...");
  await log.debug("Registering my own things");
  expect(told).toEqual(["Registering my own things"]);
});

test("promises of the SDK have no stacks and still work", async () => {
  const promise = Promise.resolve(5);
  expect(await debuggable.debuggablePromise(promise, "test")).toBe(5);
  expect((promise as { _debugStackTrace?: string })._debugStackTrace).not.toContain("registration.test.ts");
});

test("errors created in between keep full stacks", async () => {
  const failing = async (): Promise<void> => {
    await Promise.resolve();
    throw new Error("the user's");
  };
  const error = await debuggable.debuggablePromise(failing(), "test").catch((reason: Error) => reason);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).stack).toMatch(/at .*failing.*registration\.test\.ts:\d+:\d+/);
  expect(Error.stackTraceLimit).toBeGreaterThanOrEqual(10);
});

test("only polyfn's resources are registered without a source position", () => {
  expect(positions().length).toBeGreaterThan(0);
  expect(withoutPositions(positions)).toEqual([]);
  const fails = () =>
    withoutPositions(() => {
      throw new Error("inside");
    });
  expect(fails).toThrow("inside");
  expect(positions().length).toBeGreaterThan(0);
});

test("installing the patch twice changes nothing", () => {
  const { debuggablePromise } = debuggable;
  skipDebugging();
  expect(debuggable.debuggablePromise).toBe(debuggablePromise);
});
