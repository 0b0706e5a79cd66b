import { afterEach, describe, expect, it, vi } from "vitest";
import { createHandler } from "../../../adapters/aliyun/runtime/entry.ts";
import type { Context } from "../../../runtime/index.ts";
import { SetupError } from "../../../runtime/index.ts";
import { captureLog } from "../captured-log.ts";
import { codecs, fcContext, invoke, sample } from "./harness.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("createHandler", () => {
  it("refuses a handler without a needed method at once", () => {
    const create = () => createHandler({ default: { topic() {} } }, { function: "jobs", codecs: { bus: codecs.bus } });
    expect(create).toThrow(SetupError);
    expect(create).toThrow('the handler of function "jobs" has no method for its triggers of kind bus');
  });

  it("returns the result of raw as JSON.stringify writes it, as Lambda's runtime does", async () => {
    const run = (value: unknown) =>
      createHandler({ default: { raw: () => value } }, { function: "f" })(Buffer.from("{}"), fcContext());
    for (const value of [{ a: 1 }, "text", 0, null, [1], Uint8Array.of(1, 2), Buffer.from([1, 2]), new Date(0)])
      expect(await run(value)).toBe(JSON.stringify(value));
    expect(await run(undefined)).toBe("null");
  });

  it("passes raw the parsed event, and bytes that are not JSON unchanged", async () => {
    const seen: unknown[] = [];
    const handler = createHandler({ default: { raw: (event: unknown) => void seen.push(event) } }, { function: "f" });
    await handler(Buffer.from('{"any":"thing"}'), fcContext());
    await handler(Buffer.from([0xff, 0x00]), fcContext());
    expect(seen).toEqual([{ any: "thing" }, Buffer.from([0xff, 0x00])]);
  });

  it("logs a failure with the request ID and rethrows the error for FC", async () => {
    const lines = captureLog();
    const error = new TypeError("broken", { cause: new Error("deeper") });
    const bus = () => {
      throw error;
    };
    await expect(invoke({ bus }, sample("bus"))).rejects.toBe(error);
    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        level: "error",
        message: "failed",
        requestId: "1-64f6cd87-a1b2c3",
        function: "f",
        trigger: "bus",
        error: expect.objectContaining({
          name: "TypeError",
          message: "broken",
          stack: expect.stringContaining("entry.test.ts"),
          cause: expect.objectContaining({ message: "deeper" }),
        }),
      },
    ]);
  });

  it("warns before the timeout and aborts the signal", async () => {
    vi.useFakeTimers();
    const lines = captureLog();
    const bus = (_event: unknown, ctx: Context) =>
      new Promise((_resolve, reject) => {
        ctx.signal.addEventListener("abort", () => reject(ctx.signal.reason));
      });
    const failed = expect(invoke({ bus }, sample("bus"), {}, fcContext(3))).rejects.toMatchObject({
      name: "TimeoutError",
    });
    await vi.advanceTimersByTimeAsync(2690);
    expect(lines).toEqual([]);
    await vi.advanceTimersByTimeAsync(20);
    await failed;
    expect(lines[0]).toMatchObject({ level: "error", message: expect.stringContaining("raise the timeout of 3 s") });
  });

  it("leaves no timer and waits for background work", async () => {
    vi.useFakeTimers();
    const done = vi.fn();
    await invoke({ bus: (_event, ctx) => ctx.waitUntil(Promise.resolve().then(done)) }, sample("bus"));
    expect(done).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("creates a client on first use from the deployment's bindings", async () => {
    vi.stubEnv("POLYFN_RESOURCES", JSON.stringify({ uploads: { bucket: "b" } }));
    const create = vi.fn((binding: object) => ({ binding }));
    const raw = (_event: unknown, ctx: Context) => ctx.resources.uploads;
    expect(await invoke({ raw }, {}, { clients: { uploads: create } })).toEqual({ binding: { bucket: "b" } });
    expect(create).toHaveBeenCalledExactlyOnceWith({ bucket: "b" }, "uploads", "f");
  });
});
