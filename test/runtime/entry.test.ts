import { afterEach, describe, expect, it, vi } from "vitest";
import { createHandler } from "../../adapters/aws/runtime/entry.ts";
import { createClients } from "../../runtime/core/clients.ts";
import type { Context } from "../../runtime/index.ts";
import { SetupError } from "../../runtime/index.ts";
import { captureLog } from "./captured-log.ts";
import { codecs, invoke, lambdaContext, sample } from "./harness.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("createHandler", () => {
  it("refuses a handler without a needed method at once", () => {
    const create = () =>
      createHandler({ default: { topic() {} } }, { function: "jobs", codecs: { queue: codecs.queue } });
    expect(create).toThrow(SetupError);
    expect(create).toThrow('the handler of function "jobs" has no method for its triggers of kind queue');
  });

  it("accepts methods exported one by one, and keeps `this`", async () => {
    class Jobs {
      count = 0;
      queue() {
        this.count += 1;
      }
    }
    const jobs = new Jobs();
    await createHandler({ default: jobs }, { function: "f", codecs: { queue: codecs.queue } })(
      sample("queue"),
      lambdaContext(),
    );
    expect(jobs.count).toBe(1);
    const queue = vi.fn();
    await createHandler({ queue }, { function: "f", codecs: { queue: codecs.queue } })(
      sample("queue"),
      lambdaContext(),
    );
    expect(queue).toHaveBeenCalledOnce();
  });

  it("names the permission that is missing for a resource", async () => {
    captureLog();
    const raw = (_: unknown, { resources }: Context) => (resources as Record<string, { put(): void }>).rows?.put();
    await expect(invoke({ raw }, {})).rejects.toThrow('functions.f.permissions has no "rows"');
    const optional = async (_: unknown, { resources }: Context) => [
      "rows" in resources,
      JSON.stringify(await resources),
    ];
    expect(await invoke({ raw: optional }, {})).toEqual([false, "{}"]);
  });

  it.each(["then", "constructor", "toJSON"])("gives a client to a resource of the name %s, once", (name) => {
    vi.stubEnv("POLYFN_RESOURCES", JSON.stringify({ [name]: { at: name } }));
    const clients = createClients({ [name]: (binding, resource, caller) => ({ binding, resource, caller }) }, "f");
    expect(clients[name]).toEqual({ binding: { at: name }, resource: name, caller: "f" });
    expect(clients[name]).toBe(clients[name]);
  });

  it("passes other events to raw, and returns its result unchanged", async () => {
    const raw = (event: unknown, ctx: Context) => ({ event, kind: ctx.trigger.kind, same: ctx.raw.event === event });
    const event = { any: "thing" };
    expect(await invoke({ queue() {}, raw }, event)).toEqual({ event, kind: "raw", same: true });
  });

  it("describes an event that no method takes, without its content", async () => {
    captureLog();
    const result = invoke({ queue() {} }, { password: "hunter2", b: 1 });
    await expect(result).rejects.toThrow(/got an event \(password,b\) that none of its triggers \(queue\) sends/);
    await expect(result).rejects.not.toThrow(/hunter2/);
  });

  it("logs a failure with the request ID and rethrows the error for Lambda", async () => {
    const lines = captureLog();
    const error = new TypeError("broken", { cause: new Error("deeper") });
    const queue = () => {
      throw error;
    };
    await expect(invoke({ queue }, sample("queue"))).rejects.toBe(error);
    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        level: "error",
        message: "failed",
        requestId: "8f507cfc-xmpl-4697-b07a-ac58fc914c95",
        function: "f",
        trigger: "queue",
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
    const queue = vi.fn(
      (_batch: unknown, ctx: Context) =>
        new Promise((_resolve, reject) => {
          ctx.signal.addEventListener("abort", () => reject(ctx.signal.reason));
        }),
    );
    const result = invoke({ queue }, sample("queue"), {}, lambdaContext(3000));
    const failed = expect(result).rejects.toMatchObject({ name: "TimeoutError" });
    await vi.advanceTimersByTimeAsync(2699);
    expect(lines).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await failed;
    expect(lines[0]).toMatchObject({ level: "error", message: expect.stringContaining("raise the timeout of 3 s") });
  });

  it("leaves no timer and waits for background work", async () => {
    vi.useFakeTimers();
    const done = vi.fn();
    const lines = captureLog();
    const queue = (_batch: unknown, ctx: Context) => {
      ctx.waitUntil(Promise.resolve().then(() => ctx.waitUntil(Promise.resolve().then(done))));
      ctx.waitUntil(Promise.reject(new Error("late")));
    };
    await invoke({ queue }, sample("queue"));
    expect(done).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
    expect(lines).toMatchObject([{ message: "background work failed", error: { message: "late" } }]);
  });

  it("provides the deadline", async () => {
    vi.useFakeTimers({ now: new Date("2026-01-31T00:00:00Z") });
    const seen: unknown[] = [];
    await invoke(
      { queue: (_batch, ctx) => void seen.push(ctx.deadline.toISOString(), ctx.remaining()) },
      sample("queue"),
    );
    expect(seen).toEqual(["2026-01-31T00:00:30.000Z", 30_000]);
  });

  it("creates a client on first use from the deployment's bindings", async () => {
    vi.stubEnv("POLYFN_RESOURCES", JSON.stringify({ uploads: { bucket: "media-prod-uploads" } }));
    const create = vi.fn((binding: object) => ({ binding }));
    const setup = { clients: { uploads: create, missing: create } };
    const handler = createHandler(
      { raw: (_event: unknown, ctx: Context) => ctx.resources.uploads },
      { function: "f", ...setup },
    );
    expect(create).not.toHaveBeenCalled();
    expect(await handler({}, lambdaContext())).toEqual({ binding: { bucket: "media-prod-uploads" } });
    await handler({}, lambdaContext());
    expect(create).toHaveBeenCalledExactlyOnceWith({ bucket: "media-prod-uploads" }, "uploads", "f");
    captureLog();
    const other = createHandler(
      { raw: (_event: unknown, ctx: Context) => ctx.resources.missing },
      { function: "f", ...setup },
    );
    await expect(other({}, lambdaContext())).rejects.toThrow('POLYFN_RESOURCES has no "missing"');
  });
});

describe("ctx.log", () => {
  it("writes errors, bigints and cycles, and leaves out entries below the level", async () => {
    vi.stubEnv("POLYFN_LOG_LEVEL", "warn");
    const lines = captureLog();
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    await invoke(
      {
        raw(_event, ctx) {
          ctx.log.debug("no");
          ctx.log.info("no");
          ctx.log.with({ part: 1 }).warn("big", { value: 2n ** 64n });
          ctx.log.error(new RangeError("oops"));
          ctx.log.error("cycle", { cycle });
        },
      },
      {},
    );
    expect(lines).toMatchObject([
      { level: "warn", message: "big", part: 1, value: "18446744073709551616", function: "f" },
      { level: "error", message: "oops", error: { name: "RangeError" } },
      { level: "error", message: "cycle", unwritable: expect.stringContaining("circular") },
    ]);
  });
});
