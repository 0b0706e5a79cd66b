import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEncoded } from "../../runtime/shim/content-coding.ts";

const CODINGS = {
  gzip: [gzipSync],
  "x-gzip": [gzipSync],
  deflate: [deflateSync, deflateRawSync],
  br: [brotliCompressSync],
} as const;
type Coding = keyof typeof CODINGS;
const codings = fc.constantFrom(...(Object.keys(CODINGS) as Coding[]));
const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.json(), fc.lorem({ mode: "sentences" }));

/** Encoded bytes that are text as well, by chance: nothing tells them from text that was never encoded. */
function couldBeText(bytes: Uint8Array, stream: boolean): boolean {
  try {
    return !/[^\P{Cc}\t\n\r]/u.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream }));
  } catch {
    return false;
  }
}

describe("a body with a content-encoding header", () => {
  it("counts as encoded if a handler encoded it, also by its first bytes, unless these are text", async () => {
    await fc.assert(
      fc.asyncProperty(codings, fc.oneof(text, fc.uint8Array()), fc.nat(), async (coding, body, cut) => {
        for (const encode of CODINGS[coding]) {
          const bytes = encode(Buffer.from(body as string));
          if (!couldBeText(bytes, false)) expect(await isEncoded(bytes, coding)).toBe(true);
          const beginning = bytes.subarray(0, Math.min(bytes.length - 1, 4 + (cut % 1000)));
          if (beginning.length >= 4 && !couldBeText(beginning, true))
            expect(await isEncoded(beginning, coding, { isWhole: false })).toBe(true);
        }
      }),
    );
  });

  it("does not count as encoded if it is text", async () => {
    await fc.assert(
      fc.asyncProperty(codings, text, fc.boolean(), async (coding, body, isWhole) => {
        fc.pre(body !== ";" && !/[^\P{Cc}\t\n\r]/u.test(body));
        expect(await isEncoded(Buffer.from(body), coding, { isWhole })).toBe(false);
      }),
    );
  });

  it("does not count as encoded if it is the start of plain bytes with the headers of a fetched response", async () => {
    const copied = { isWhole: false, isCopied: true };
    expect(await isEncoded(Uint8Array.of(0x0b, 0xff, 0xfe, 0), "br", copied)).toBe(false);
    expect(await isEncoded(gzipSync("packed again"), "gzip", copied)).toBe(true);
  });

  it("counts as text if it begins like deflate", async () => {
    for (const body of ["x ", "x^ is a power", "HK", "hC"]) {
      expect(await isEncoded(Buffer.from(body), "deflate")).toBe(false);
      expect(await isEncoded(Buffer.from(body), "deflate", { isWhole: false })).toBe(false);
    }
  });

  it("counts as encoded in codings that cannot be detected", async () => {
    expect(await isEncoded(Buffer.from("text"), "compress")).toBe(true);
    expect(await isEncoded(Buffer.from("text"), undefined)).toBe(true);
  });
});
