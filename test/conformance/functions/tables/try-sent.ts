import { inspect, isDeepStrictEqual } from "node:util";
import { InvalidInputError, type QueueReceiver, type QueueSender } from "polyfn/runtime";
import type { SentValueCase } from "./sent-values.ts";

/** Sends each value and receives what was sent: for each `sent`, `refused`, or whatever else happened. */
export async function trySent(queue: QueueSender & QueueReceiver, all: readonly SentValueCase[]): Promise<string[]> {
  const results = new Map<number, string>();
  for (const [index, { make }] of all.entries()) {
    const refused = await queue.send(make(), { attributes: { index: String(index) } }).then(
      () => undefined,
      (error: unknown) => (error instanceof InvalidInputError ? "refused" : `failed: ${String(error)}`),
    );
    if (refused !== undefined) results.set(index, refused);
  }
  while (results.size < all.length) {
    for (const { data, attributes, done } of await queue.receive({ wait: 1 })) {
      const index = Number(attributes.index);
      await done();
      results.set(index, judge(all[index], data));
    }
  }
  return all.map((_, index) => results.get(index) ?? "");
}

function judge(one: SentValueCase | undefined, value: unknown): string {
  const wanted = typeof one?.result === "object" ? one.result.value : one?.make();
  return isDeepStrictEqual(value, wanted) ? "sent" : `received as ${inspect(value)}`;
}
