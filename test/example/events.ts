import type { CloudEvent, WithText } from "polyfn/runtime";

/** An event as the shim makes it. */
export function event<Data, Type extends string>(type: Type, data: Data): CloudEvent<Data, Type> & WithText {
  const text = JSON.stringify(data);
  const content = { data, text, bytes: Buffer.from(text) };
  return { specversion: "1.0", id: "e-1", source: "test", type, time: "2026-11-21T06:00:00Z", ...content, raw: {} };
}

/** Items that can be retried one by one, and the IDs of the retried ones. */
export function retriable<Item extends { id: string }>(items: readonly Item[]) {
  const retried: string[] = [];
  const list = items.map((item) => ({ ...item, retry: () => void retried.push(item.id) }));
  type Retriable = (typeof list)[number];
  return {
    list,
    retried,
    /** As in a batch's `each`: one after the other, and an exception is a retry. */
    async each(work: (item: Retriable) => unknown): Promise<void> {
      for (const item of list) {
        try {
          await work(item);
        } catch {
          item.retry();
        }
      }
    },
  };
}
