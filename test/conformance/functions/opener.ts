import { type BucketReader, defineHandler } from "polyfn/runtime";

/** Reads one object of every bucket that it may read, or says how that was refused. */
export default defineHandler({
  async raw(event, ctx) {
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    const { key } = JSON.parse(text) as { key: string };
    const buckets = Object.values(ctx.resources as Record<string, BucketReader>);
    const read = async (bucket: BucketReader) => {
      try {
        return await (await bucket.get(key))?.text();
      } catch (error) {
        return `refused: ${(error as Error).name} ${(error as { code?: string }).code ?? ""}`;
      }
    };
    return { read: await Promise.all(buckets.map(read)) };
  },
});
