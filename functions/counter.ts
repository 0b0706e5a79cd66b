import { defineHandler, type StreamRecord } from "polyfn/runtime";
import { isImageId } from "./lib/images.ts";

/** Sequence numbers of one shard grow, but are too long for numbers: the longer one is larger, then the later in the alphabet. */
export const isAfter = (a: string, b: string): boolean => (a.length === b.length ? a > b : a.length > b.length);

/** The image a record tells a click of; undefined for anything else. */
function clickedImage(record: StreamRecord): string | undefined {
  const data: { image?: unknown } = typeof record.data === "object" && record.data !== null ? { ...record.data } : {};
  return typeof data.image === "string" && isImageId(data.image) ? data.image : undefined;
}

/**
 * Counts clicks per image. Clicks on one image come in order and in one batch at a time (the image is the partition
 * key), so each row remembers the last record counted, and a batch that is delivered again counts nothing twice.
 */
export default defineHandler<typeof import("../polyfn.config.ts").default, "counter">({
  async stream(batch, ctx) {
    const byImage = new Map<string, StreamRecord[]>();
    for (const record of batch.records) {
      const image = clickedImage(record);
      if (image === undefined) ctx.log.warn("not a click", { sequence: record.sequence });
      else byImage.set(image, [...(byImage.get(image) ?? []), record]);
    }
    for (const [image, records] of byImage) {
      const row = await ctx.resources.activity.get({ kind: "clicks", id: image }, { consistent: true });
      const last = typeof row?.last === "string" ? row.last : "";
      const fresh = records.filter((record) => isAfter(record.sequence, last));
      const newest = fresh.at(-1);
      if (!newest) continue;
      await ctx.resources.activity.update(
        { kind: "clicks", id: image },
        { set: { last: newest.sequence }, add: { count: fresh.length } },
      );
      ctx.log.info("clicks counted", { image, clicks: fresh.length });
    }
  },
});
