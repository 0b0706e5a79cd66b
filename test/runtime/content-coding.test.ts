import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEncoded } from "../../runtime/core/content-coding.ts";

const CODINGS = {
  gzip: [gzipSync],
  "x-gzip": [gzipSync],
  deflate: [deflateSync, deflateRawSync],
  br: [brotliCompressSync],
} as const;
type Coding = keyof typeof CODINGS;
const codings = fc.constantFrom(...(Object.keys(CODINGS) as Coding[]));
const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.json(), fc.lorem({ mode: "sentences" }));

describe("a body whose header names a coding", () => {
  it("is encoded if a handler encoded it, and if its beginning is all that is known", async () => {
    await fc.assert(
      fc.asyncProperty(codings, fc.oneof(text, fc.uint8Array()), fc.nat(), async (coding, body, cut) => {
        for (const encode of CODINGS[coding]) {
          const bytes = encode(Buffer.from(body as string));
          expect(await isEncoded(bytes, coding)).toBe(true);
          const beginning = bytes.subarray(0, Math.min(bytes.length - 1, 4 + (cut % 1000)));
          if (beginning.length >= 4) expect(await isEncoded(beginning, coding, { isWhole: false })).toBe(true);
        }
      }),
    );
  });

  it("is not encoded if it is text", async () => {
    await fc.assert(
      fc.asyncProperty(codings, text, fc.boolean(), async (coding, body, isWhole) => {
        fc.pre(body !== ";" && !/[^\P{Cc}\t\n\r]/u.test(body));
        expect(await isEncoded(Buffer.from(body), coding, { isWhole })).toBe(false);
      }),
    );
  });

  it("is not encoded if it is the beginning of bytes whose headers are those of a fetched response", async () => {
    const copied = { isWhole: false, isCopied: true };
    expect(await isEncoded(Uint8Array.of(0x0b, 0xff, 0xfe, 0), "br", copied)).toBe(false);
    expect(await isEncoded(gzipSync("packed again"), "gzip", copied)).toBe(true);
  });

  it("is taken on trust in codings that cannot be recognised", async () => {
    expect(await isEncoded(Buffer.from("text"), "compress")).toBe(true);
    expect(await isEncoded(Buffer.from("text"), undefined)).toBe(true);
  });
});
