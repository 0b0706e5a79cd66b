import { defineHandler, type TopicClient } from "polyfn/runtime";

/** Publishes what it is called with. */
export default defineHandler({
  async raw(event, ctx) {
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    const { sealedNews } = ctx.resources as { sealedNews: TopicClient };
    await sealedNews.publish(JSON.parse(text));
    return {};
  },
});
