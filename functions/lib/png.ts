import { createJimp } from "@jimp/core";
import png from "@jimp/js-png";
import { methods as resize } from "@jimp/plugin-resize";

/** Only the PNG codec and the resizing: the bundle is half of what all of jimp would make it. */
const Jimp = createJimp({ formats: [png], plugins: [resize] });

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** A decoded picture takes four bytes a pixel: 25 million of them fit the function's memory with room to spare. */
const MAX_PIXELS = 25_000_000;

/** An upload that can never become a thumbnail: retrying it is of no use. */
export class UnusableImage extends Error {
  override readonly name = "UnusableImage";
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Thumbnail {
  readonly original: Size;
  readonly size: Size;
  readonly png: Uint8Array;
}

/**
 * Size of a PNG, read from its header alone, so that a small file that claims to be a huge picture is refused before
 * anything is decompressed. https://www.w3.org/TR/png-3/#11IHDR
 */
export function pngSize(bytes: Uint8Array): Size {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24 || !SIGNATURE.every((byte, index) => bytes[index] === byte)) {
    throw new UnusableImage("not a PNG");
  }
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  if (size.width === 0 || size.height === 0) throw new UnusableImage("an empty picture");
  if (size.width * size.height > MAX_PIXELS) {
    throw new UnusableImage(`${size.width} x ${size.height} pixels; at most ${MAX_PIXELS} are allowed`);
  }
  return size;
}

/** The largest size of the same shape that fits a square of `edge` pixels; never larger than the original. */
export function shrink(original: Size, edge: number): Size {
  const scale = Math.min(1, edge / Math.max(original.width, original.height));
  return {
    width: Math.max(1, Math.round(original.width * scale)),
    height: Math.max(1, Math.round(original.height * scale)),
  };
}

/** Shrinks a PNG so that it fits a square of `edge` pixels. Throws UnusableImage for anything that is not a PNG. */
export async function makeThumbnail(bytes: Uint8Array, edge: number): Promise<Thumbnail> {
  const original = pngSize(bytes);
  const size = shrink(original, edge);
  const image = await Jimp.read(Buffer.from(bytes)).catch((cause: unknown) => {
    throw new UnusableImage("a damaged PNG", { cause });
  });
  image.resize({ w: size.width, h: size.height });
  return { original, size, png: await image.getBuffer("image/png") };
}
