import { crc32, deflateSync } from "node:zlib";
import { type ImageRow, imageId, thumbnailKey } from "../../functions/lib/images.ts";

/** One chunk of a PNG: length, type, data, checksum. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** A real PNG, 8-bit RGB, of a colour gradient. https://www.w3.org/TR/png-3/ */
export function makePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a sample, colour type 2 (RGB); compression, filter and interlace methods are 0.
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const red = Math.floor((x * 255) / width);
      const green = Math.floor((y * 255) / height);
      rows.set([red, green, 160], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A row for an image that does not exist, in an album of its own. */
export function sampleImage(album: string): ImageRow {
  const key = `in/${album}/beach.png`;
  const id = imageId(key);
  const size = { width: 640, height: 480, size: 2048 };
  return { id, album, name: "beach", key, thumbnail: thumbnailKey(id), ...size, uploadedAt: new Date().toISOString() };
}
