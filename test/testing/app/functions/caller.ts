import { defineHandler } from "polyfn/runtime";

/** Makes one call of the kind that it is asked for. */
export default defineHandler<typeof import("../spec.ts").default, "caller">({
  async raw(event, { resources }) {
    const { kind } = event as { readonly kind: string };
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      bucket: () => resources.files.put("a.txt", "text"),
      queue: () => resources.jobs.send({ id: "sent" }),
      topic: () => resources.news.publish({}),
      stream: () => resources.clicks.put({ key: "a", data: {} }),
      table: () => resources.rows.put({ id: "put" }),
      bus: () => resources.events.put({ type: "made", data: {} }),
      secret: () => resources.word.value(),
      function: () => resources.called.invoke({}),
    };
    const began = performance.now();
    await calls[kind]?.();
    return { done: kind, ms: performance.now() - began };
  },
});
