import { defineHandler } from "polyfn/runtime";

/** Tells how much reached it. */
export default defineHandler({
  raw(event) {
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    return { length: (JSON.parse(text) as { text: string }).text.length };
  },
});
