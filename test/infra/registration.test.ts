import { createRequire } from "node:module";
import { Resource } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { skipDebugStacks, withoutPositions } from "../../infra/registration.ts";

const debuggable = createRequire(import.meta.url)("@pulumi/pulumi/runtime/debuggable.js") as {
  debuggablePromise<T>(promise: Promise<T>, context: string): Promise<T>;
};
const positions = (): unknown[] => (Resource as unknown as { stackTrace(skip: number): unknown[] }).stackTrace(0);

skipDebugStacks();

test("the SDK's promises carry no stacks, and still work", async () => {
  const promise = Promise.resolve(5);
  expect(await debuggable.debuggablePromise(promise, "test")).toBe(5);
  expect((promise as { _debugStackTrace?: string })._debugStackTrace).not.toContain("registration.test.ts");
});

test("errors made meanwhile keep full stacks", async () => {
  const failing = async (): Promise<void> => {
    await Promise.resolve();
    throw new Error("the user's");
  };
  const error = await debuggable.debuggablePromise(failing(), "test").catch((reason: Error) => reason);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).stack).toMatch(/at .*failing.*registration\.test\.ts:\d+:\d+/);
  expect(Error.stackTraceLimit).toBeGreaterThanOrEqual(10);
});

test("only polyfn's own resources are made without a position in the program", () => {
  expect(positions().length).toBeGreaterThan(0);
  expect(withoutPositions(positions)).toEqual([]);
  const fails = () =>
    withoutPositions(() => {
      throw new Error("inside");
    });
  expect(fails).toThrow("inside");
  expect(positions().length).toBeGreaterThan(0);
});

test("installing it twice changes nothing more", () => {
  const { debuggablePromise } = debuggable;
  skipDebugStacks();
  expect(debuggable.debuggablePromise).toBe(debuggablePromise);
});
