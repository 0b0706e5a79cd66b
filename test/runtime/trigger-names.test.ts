import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { AnyHandler, Context } from "../../runtime/index.ts";
import { sample as fcSample, invoke as invokeFc } from "./aliyun/harness.ts";
import { intercept, stopIntercepting } from "./aliyun/intercept.ts";
import { pulled } from "./aliyun/logstore.ts";
import { codecs, invoke as invokeLambda, sample, triggers } from "./harness.ts";
import type { Two } from "./two-triggers.ts";
import { busEvent, mns, ON_FC, ofQueue } from "./two-triggers-fc.ts";
import { arn, from, ON_LAMBDA } from "./two-triggers-lambda.ts";

type Settings = Readonly<Record<string, object>>;

const records = [[{ time: 1511429883123, fields: { key: "1", data: "x", message: "x", instanceID: "c-1" } }]];

beforeEach(() => {
  intercept(({ url }) => pulled(url.pathname.includes("demo") ? records : [], "MTUwNTM5MDI3NTY1ODcwNzU2OA=="));
});
afterEach(() => {
  vi.unstubAllEnvs();
  stopIntercepting();
});

type Invoke = (handler: AnyHandler, event: unknown, setup: ReturnType<typeof triggers>) => Promise<unknown>;

/** The names of the triggers that the handler is told for events, in turn. */
async function namesOf(
  invoke: Invoke,
  kind: TriggerKind,
  settings: Settings,
  bindings: object,
  events: readonly unknown[],
) {
  vi.stubEnv("POLYFN_RESOURCES", JSON.stringify(bindings));
  const names: (string | undefined)[] = [];
  const method = (_: unknown, ctx: Context) => {
    expect(ctx.trigger.kind).toBe(kind);
    names.push(ctx.trigger.name);
    return new Response();
  };
  for (const event of events) await invoke({ [kind]: method } as AnyHandler, event, triggers({ [kind]: settings }));
  return names;
}

const sourceBindings = ({ sources, bindings }: Two) => ({
  ...bindings,
  ...(sources && { "trigger:one": sources.one, "trigger:two": sources.two }),
});

for (const [cloud, invoke, cases] of [
  ["Lambda", invokeLambda as Invoke, ON_LAMBDA],
  ["Function Compute", invokeFc as Invoke, ON_FC],
] as const)
  describe(`ctx.trigger.name on ${cloud}`, () => {
    it.each(Object.entries(cases))("tells two triggers apart: %s", async (_, two) => {
      const { kind, events } = two;
      const names = await namesOf(invoke, kind, two.triggers, sourceBindings(two), [
        events.one,
        events.two,
        events.one,
      ]);
      expect(names).toEqual(["one", "two", "one"]);
    });

    it("has cases for every kind of which a function can have two triggers", () => {
      const kinds = new Set(Object.values(cases).map(({ kind }) => kind));
      expect([...kinds, "webhook"].sort()).toEqual(Object.keys(codecs).sort());
    });

    it.each(Object.entries(cases))("is undefined for other events where a function has several: %s", async (_, two) => {
      if (two.sources === undefined) return;
      const bindings = { ...two.bindings, "trigger:one": "elsewhere", "trigger:two": "elsewhere too" };
      const names = await namesOf(invoke, two.kind, two.triggers, bindings, [two.events.one]).catch(() => ["refused"]);
      // A message that no trigger is for is delivered again; a call past its apis is not answered.
      expect([undefined, "refused"]).toContain(names[0]);
    });
  });

describe("a function's only trigger of a kind", () => {
  it.each(["queue", "topic", "bucket", "stream", "table", "bus"] as const)("gets all its events: %s", async (kind) => {
    expect(await namesOf(invokeLambda as Invoke, kind, { only: {} }, {}, [sample(kind)])).toEqual(["only"]);
  });

  it("is not the one of a timer that somebody else made", async () => {
    const only = { only: {} };
    expect(await namesOf(invokeLambda as Invoke, "schedule", only, {}, [sample("schedule-rule")])).toEqual([undefined]);
    expect(await namesOf(invokeFc as Invoke, "schedule", only, {}, [fcSample("schedule")])).toEqual([undefined]);
  });
});

it("an event of a bus that two patterns match has no trigger name on Function Compute", async () => {
  const both = {
    one: { bus: "events", pattern: { type: ["order.paid"] } },
    two: { bus: "events", pattern: { source: ["acs.oss"] } },
  };
  const names = await namesOf(invokeFc as Invoke, "bus", both, {}, [
    busEvent("b", "order.paid"),
    busEvent("b", "other"),
  ]);
  expect(names).toEqual([undefined, "two"]);
});

describe("settings are each trigger's own", () => {
  const failing = {
    queue: ({ messages }: { messages: readonly { retry(): void }[] }) => messages[0]?.retry(),
  } as AnyHandler;

  it("on Lambda, one queue's batch fails whole and the other's does not", async () => {
    vi.stubEnv(
      "POLYFN_RESOURCES",
      JSON.stringify({ "trigger:whole": arn("sqs", "a"), "trigger:single": arn("sqs", "b") }),
    );
    const setup = triggers({ queue: { whole: { partialFailures: false }, single: {} } });
    await expect(invokeLambda(failing, from("queue", arn("sqs", "a")), setup)).rejects.toThrow("delivered again");
    expect(await invokeLambda(failing, from("queue", arn("sqs", "b")), setup)).toEqual({
      batchItemFailures: [{ itemIdentifier: "059f36b4-87a3-44ab-83d2-661975830a7d" }],
    });
  });

  it("on Lambda, one stream's batch fails whole and the other's does not", async () => {
    const [a, b] = [arn("kinesis", "stream/a"), arn("kinesis", "stream/b")];
    vi.stubEnv("POLYFN_RESOURCES", JSON.stringify({ "trigger:whole": a, "trigger:single": b }));
    const setup = triggers({ stream: { whole: { partialFailures: false }, single: {} } });
    const handler: AnyHandler = { stream: ({ records }) => records[1]?.retry() };
    await expect(invokeLambda(handler, from("stream", a), setup)).rejects.toThrow("delivered again");
    expect(await invokeLambda(handler, from("stream", b), setup)).toMatchObject({ batchItemFailures: [{}] });
  });

  it("on Function Compute, one queue's batch is put back whole and the other's is not", async () => {
    const bindings = { jobs: { queue: "a" }, more: { queue: "b" }, "trigger:whole": "a", "trigger:single": "b" };
    vi.stubEnv("POLYFN_RESOURCES", JSON.stringify(bindings));
    const setup = triggers({
      queue: { whole: { ...ofQueue("jobs"), partialFailures: false }, single: ofQueue("more") },
    });
    stopIntercepting();
    const made = intercept(() => new Response("<Message/>", { status: 201 }));
    const two = (queue: string) =>
      ["x", "y"].map((messageId) => ({
        ...mns(queue),
        time: new Date().toISOString(),
        data: { messageId, messageBody: "{}" },
      }));
    await invokeFc(failing, two("a"), setup);
    expect(made).toHaveLength(2);
    await invokeFc(failing, two("b"), setup);
    expect(made).toHaveLength(3);
  });
});
