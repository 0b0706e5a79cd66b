import { defineHandler } from "polyfn/runtime";

/** Tells how much reached it, or answers as many bytes of JSON as it is asked for. */
export default defineHandler({
  raw(event) {
    const given = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    const { text = "", answer } = JSON.parse(given) as { text?: string; answer?: number };
    return answer === undefined ? { length: text.length } : "x".repeat(answer - 2);
  },
});
