import { defineHandler } from "polyfn/runtime";
import type { ImageEvent } from "./changes.ts";
import { chronological, expires } from "./lib/activity.ts";

const FIELDS = ["id", "album", "name", "at"] as const;

function isImageEvent(value: unknown): value is ImageEvent {
  if (typeof value !== "object" || value === null) return false;
  const event: Partial<Record<string, unknown>> = { ...value };
  return FIELDS.every((field) => typeof event[field] === "string");
}

/** One row of the feed for every image added or removed. */
export default defineHandler<typeof import("../polyfn.config.ts").default, "feed">({
  async bus(event, ctx) {
    if (!isImageEvent(event.data))
      throw new Error(`event ${event.id} of type ${event.type} does not describe an image`);
    const { id: image, album, name, at } = event.data;
    await ctx.resources.activity.put({
      kind: "image",
      id: chronological(at, `${event.type} ${image}`),
      what: event.type,
      image,
      album,
      name,
      expires: expires(at),
    });
    ctx.log.info("feed extended", { what: event.type, image });
  },
});
