import { beforeEach, describe, expect, it, vi } from "vitest";
import { inOrder } from "../../../runtime/shim/in-order.ts";
import type { Message } from "../../../runtime/shim/queue-codec.ts";

const item = (id: string, time = new Date().toISOString()): Message => ({
  specversion: "1.0",
  source: "queue/jobs",
  type: "polyfn.queue.message",
  id,
  time,
  data: id,
  text: id,
  bytes: new Uint8Array(),
  attributes: {},
  raw: {},
});
const items = (...ids: string[]): Message[] => ids.map((id) => item(id));
const idsOf = (some: readonly Message[]): string[] => some.map(({ id }) => id);

let handed: string[][];
let lost: string[];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  handed = [];
  lost = [];
});

/** Fails these messages so often; an own message for the others. */
function work(fails: Record<string, number>, more: object = {}) {
  return {
    retention: 60,
    remaining: () => 60_000,
    async attempt(some: readonly Message[]) {
      handed.push(idsOf(some));
      const at = some.findIndex(({ id }) => (fails[id] ?? 0) > 0);
      const id = some[at]?.id ?? "";
      fails[id] = (fails[id] ?? 0) - 1;
      return at < 0 ? [] : some.slice(at);
    },
    giveUp: async ({ id }: Message) => void lost.push(id),
    ...more,
  };
}

async function settled(promise: Promise<void>): Promise<unknown> {
  const result = promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  await vi.runAllTimersAsync();
  return result;
}

describe("messages of a FIFO queue", () => {
  it("are passed to the handler once when none fails", async () => {
    await settled(inOrder(items("a1", "a2"), work({})));
    expect(handed).toEqual([["a1", "a2"]]);
  });

  it("wait behind a failed message, which is retried in its place", async () => {
    await settled(inOrder(items("b1", "b2", "b3"), work({ b2: 2 })));
    expect(handed).toEqual([
      ["b1", "b2", "b3"],
      ["b2", "b3"],
      ["b2", "b3"],
    ]);
    expect(lost).toEqual([]);
  });

  it("move to the dead-letter queue after the queue's maximum receives, and the next ones continue", async () => {
    await settled(inOrder(items("c1", "c2"), work({ c1: 9 }, { maxReceives: 2 })));
    expect(handed).toEqual([["c1", "c2"], ["c1", "c2"], ["c2"]]);
    expect(lost).toEqual(["c1"]);
  });

  it("all move to the dead-letter queue when the handler throws every time", async () => {
    const attempt = () => Promise.reject(new Error("no"));
    await settled(inOrder(items("d1", "d2"), work({}, { maxReceives: 2, attempt })));
    expect(lost).toEqual(["d1", "d2"]);
  });

  it("are discarded when they are too old", async () => {
    const old = [item("e1", "2020-01-01T00:00:00Z")];
    await settled(inOrder(old, work({ e1: 9 })));
    expect(lost).toEqual(["e1"]);
  });

  it("continue in the next call with their count of receives", async () => {
    const all = items("f1", "f2", "f3");
    const error = await settled(inOrder(all, work({ f2: 1 }, { remaining: () => 1000 })));
    expect(error).toBeInstanceOf(Error);
    const receives: unknown[] = [];
    const attempt = async (some: readonly Message[]) => {
      receives.push(some[0]?.receives);
      handed.push(idsOf(some));
      return [];
    };
    await settled(inOrder(all, work({}, { attempt })));
    expect(handed).toEqual([
      ["f1", "f2", "f3"],
      ["f2", "f3"],
    ]);
    expect(receives).toEqual([2]);
  });
});
