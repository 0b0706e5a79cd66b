import { defineHandler } from "../runtime/index.ts";

/** The queue function whose bundle is measured. */
export default defineHandler({
  queue(batch) {
    for (const message of batch.messages) console.log(message.data);
  },
});
