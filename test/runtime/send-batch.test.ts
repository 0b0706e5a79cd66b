import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BatchJob, type Refusal, sendBatch, turnsBy } from "../../runtime/core/send-batch.ts";
import { BatchError } from "../../runtime/index.ts";

const limits = { items: 3, bytes: 10, item: 5 };

/** Items are their own sizes. `answer` says what becomes of each. */
function job(answer: (item: number, call: number) => Refusal | undefined, more: Partial<BatchJob<number>> = {}) {
  const calls: number[][] = [];
  const given: BatchJob<number> = {
    place: 'queue "jobs"',
    limits,
    sizeOf: (item) => item,
    async send(items) {
      calls.push([...items]);
      return items.map((item) => answer(item, calls.length));
    },
    ...more,
  };
  return { calls, given };
}

async function failure(work: Promise<void>): Promise<BatchError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof BatchError) return error;
  throw new Error(`no BatchError, but ${String(error)}`);
}

const busy = { code: "ThrottlingException", message: "slow down" };
const wrong = { code: "InvalidMessage", message: "no" };

describe("sendBatch", () => {
  it("sends every item once, in order, in calls within the limits", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 })), async (items) => {
        const { calls, given } = job(() => undefined);
        await sendBatch(items, given);
        expect(calls.flat()).toEqual(items);
        for (const call of calls) {
          expect(call.length).toBeLessThanOrEqual(limits.items);
          expect(call.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(limits.bytes);
        }
      }),
    );
  });

  it("retries only the items that the cloud throttled", async () => {
    const { calls, given } = job((item, call) => (item === 2 && call === 1 ? busy : undefined));
    await sendBatch([1, 2, 3], given);
    expect(calls).toEqual([[1, 2, 3], [2]]);
  });

  it("stops after three further attempts and reports the items by index", async () => {
    const { calls, given } = job((item) => (item === 3 ? busy : undefined));
    const { failed, message } = await failure(sendBatch([1, 2, 4, 3, 1], given));
    expect(failed).toEqual([{ index: 3, ...busy }]);
    expect(message).toBe('queue "jobs" did not take 1 of 5 items. Item 3: ThrottlingException: slow down');
    expect(calls).toEqual([[1, 2, 4], [3, 1], [3], [3], [3]]);
  });

  it("does not retry invalid items", async () => {
    const { calls, given } = job((item) => (item === 2 ? wrong : undefined));
    expect((await failure(sendBatch([1, 2], given))).failed).toEqual([{ index: 1, ...wrong }]);
    expect(calls).toEqual([[1, 2]]);
  });

  it("refuses an item that is too large alone, with both sizes, and sends the others", async () => {
    const { calls, given } = job(() => undefined);
    const { failed } = await failure(sendBatch([1, 6, 2], given));
    expect(failed).toEqual([{ index: 1, code: "TooLarge", message: "6 bytes: at most 5" }]);
    expect(calls).toEqual([[1, 2]]);
  });

  it("sends nothing after a failed call, and reports the error", async () => {
    const cause = Object.assign(new Error("no network"), { code: "ECONNRESET" });
    const { given } = job((_, call) => {
      if (call === 2) throw cause;
      return undefined;
    });
    const error = await failure(sendBatch([5, 5, 4, 4, 1], given));
    expect(error.cause).toBe(cause);
    expect(error.failed.map(({ index, code }) => [index, code])).toEqual([
      [2, "ECONNRESET"],
      [3, "ECONNRESET"],
      [4, "ECONNRESET"],
    ]);
    const later = await failure(
      sendBatch([5, 5, 5, 5, 5, 5], { ...job(() => undefined).given, ...throwing(2, cause) }),
    );
    expect(later.failed.map(({ index, code }) => `${index} ${code}`)).toEqual([
      "2 ECONNRESET",
      "3 ECONNRESET",
      "4 NotSent",
      "5 NotSent",
    ]);
  });

  it("keeps the order: no retries, and nothing after a failed item", async () => {
    const { calls, given } = job((item) => (item === 2 ? busy : undefined), { ordered: true });
    const { failed } = await failure(sendBatch([1, 2, 3, 4, 5, 5], given));
    expect(calls).toEqual([[1, 2, 3]]);
    expect(failed.map(({ index, code }) => `${index} ${code}`)).toEqual([
      "1 ThrottlingException",
      "3 NotSent",
      "4 NotSent",
      "5 NotSent",
    ]);
    const large = job(() => undefined, { ordered: true });
    expect((await failure(sendBatch([1, 6, 2], large.given))).failed.map(({ code }) => code)).toEqual([
      "TooLarge",
      "NotSent",
    ]);
    expect(large.calls).toEqual([[1]]);
  });

  it("sends all items before one that is too large, in order and in several calls", async () => {
    const { calls, given } = job(() => undefined, { ordered: true });
    const { failed } = await failure(sendBatch([1, 2, 3, 4, 5, 6, 1], given));
    expect(calls).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(failed.map(({ index, code }) => `${index} ${code}`)).toEqual(["5 TooLarge", "6 NotSent"]);
  });

  it("separates groups, and puts repeated keys into later calls", async () => {
    const { calls, given } = job(() => undefined, { groupOf: turnsBy(String) });
    await sendBatch([1, 2, 1, 3, 1], given);
    expect(calls).toEqual([[1, 2, 3], [1], [1]]);
  });
});

function throwing(at: number, error: Error): Pick<BatchJob<number>, "send"> {
  let calls = 0;
  return {
    async send(items) {
      calls += 1;
      if (calls === at) throw error;
      return items.map(() => undefined);
    },
  };
}
