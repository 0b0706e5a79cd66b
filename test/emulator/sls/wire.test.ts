import { createRequire } from "node:module";
import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { compress, decodeGroup, decompress, encodeGroups } from "../../../offline/aliyun/services/sls/wire.ts";

/** The codec of the official client, in C. It puts the size in front of the block. */
const native = createRequire(import.meta.url)("lz4-napi") as {
  compress(data: Buffer): Promise<Buffer>;
  uncompress(data: Buffer): Promise<Buffer>;
};

const bytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 3000 }).map((array) => Buffer.from(array)),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 500 }))
    .map(([text, times]) => Buffer.from(text.repeat(times))),
);

it("exchanges compressed blocks with the official client's codec", async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async (plain) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(plain.length);
      expect(await native.uncompress(Buffer.concat([size, compress(plain, "lz4")]))).toEqual(plain);
      const block = (await native.compress(plain)).subarray(4);
      expect(decompress(block, "lz4", plain.length)).toEqual(plain);
    }),
    { numRuns: 50 },
  );
});

it("accepts deflate and gzip bodies of the stated size only", () => {
  const plain = Buffer.from("a log");
  expect(decompress(deflateSync(plain), "deflate", plain.length)).toEqual(plain);
  expect(decompress(gzipSync(plain), "gzip", plain.length)).toEqual(plain);
  const refused = (block: Buffer, type: string, size: number, code: string) =>
    expect(() => decompress(block, type, size)).toThrow(expect.objectContaining({ code }) as Error);
  refused(deflateSync(plain), "deflate", 3, "PostBodyUncompressError");
  refused(Buffer.from([0xf0, 0xff, 1]), "lz4", 100, "PostBodyUncompressError");
  refused(plain, "brotli", plain.length, "InvalidCompressType");
});

it("refuses a body that is not a group of logs", () => {
  expect(() => decodeGroup(Buffer.from([0x0a, 0xff]))).toThrow(
    expect.objectContaining({ code: "PostBodyInvalid" }) as Error,
  );
  expect(encodeGroups([]).length).toBe(0);
});

/** The start of an LZ4 block's last match in the decoded bytes; -1 if all is literal. */
function lastMatch(block: Buffer): number {
  let [at, plain, last] = [0, 0, -1];
  const length = (nibble: number): number => {
    let sum = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; sum += more) more = block[at++] ?? 0;
    return sum;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = length(token >> 4);
    at += literals;
    plain += literals;
    if (at >= block.length) break;
    last = plain;
    at += 2;
    plain += length(token & 15) + 4;
  }
  return last;
}

it("writes no match in the last 12 bytes of a block, where strict decoders stop", () => {
  for (let tail = 1; tail < 60; tail++) {
    const log = { __topic__: "t", __source__: "src", m: "v1" };
    const plain = Buffer.from(JSON.stringify({ data: [log, log, log] }) + "x".repeat(tail));
    expect(lastMatch(compress(plain, "lz4"))).toBeLessThanOrEqual(plain.length - 12);
  }
});
