import { defineHandler } from "polyfn/runtime";

/** Answers in pieces. */
export default defineHandler({
  http() {
    const pieces = ["one ", "two ", "three"];
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) return controller.close();
        await new Promise((resolve) => setTimeout(resolve, 100));
        controller.enqueue(Buffer.from(piece));
      },
    });
    return new Response(body, { status: 201, headers: { "content-type": "text/plain", "x-own": "streamed" } });
  },
});
