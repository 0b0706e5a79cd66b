import { defineHandler } from "polyfn/runtime";

export interface Image {
  readonly key: string;
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

/** Width and height in the header of a PNG (https://www.w3.org/TR/png-3/#11IHDR); undefined for anything else. */
function sizeOf(bytes: Uint8Array): { width: number; height: number } | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 24 || !file.subarray(0, 8).equals(SIGNATURE)) return undefined;
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

export default defineHandler<typeof import("../polyfn.config.ts").default, "measure", { images: Image }>({
  async bucket(event, ctx) {
    const { key } = event.data;
    const file = await ctx.resources.uploads.get(key);
    // Deleted since.
    if (file === undefined) return;
    const size = sizeOf(await file.bytes());
    if (size === undefined) {
      // Trying again would change nothing.
      ctx.log.error("not a PNG", { key });
      return;
    }
    await ctx.resources.images.send({ key, ...size });
    ctx.log.info("image measured", { key, ...size });
  },
});
