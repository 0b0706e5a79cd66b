import { defineHandler, type FunctionClient } from "polyfn/runtime";

export default defineHandler({
  async raw(event, ctx) {
    const { callee } = ctx.resources as { callee: FunctionClient };
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    return { heard: await callee.invoke(JSON.parse(text)) };
  },
});
