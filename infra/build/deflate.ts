import { createRequire } from "node:module";
import { deflateRawSync } from "node:zlib";
import { sha256 } from "./digests.ts";

/** Level 5 takes three quarters of the time of level 6, and its results are half a per cent larger. */
const SETTINGS = { level: 5 } as const;

type Compressor = (content: Uint8Array) => Uint8Array<ArrayBuffer>;

const native: Compressor = (content) => deflateRawSync(content, SETTINGS);

/** Digest of what pako makes of the sample. */
const EXPECTED = "e5f123828abc3ddf180db0b16b40c6d400dad16354afc6ac9a831c71131bfe54";

let chosen: Compressor | undefined;

/**
 * Compresses as pako does, byte for byte, on every machine. pako is a port of the zlib that is part of Node.js, and takes
 * twice its time. So zlib itself does the work where it makes the same of a sample; it does not in a Node.js that a
 * distribution has linked with another zlib.
 */
export function deflate(content: Uint8Array): Uint8Array<ArrayBuffer> {
  chosen ??= isLikePako(native) ? native : pako();
  return chosen(content);
}

/** True if a compressor makes of the sample what pako makes of it. */
export const isLikePako = (compressor: Compressor): boolean => sha256(compressor(sample())) === EXPECTED;

/** The compressor in plain JavaScript, loaded where it is needed. */
export function pako(): Compressor {
  const { deflateRaw } = createRequire(import.meta.url)("pako") as typeof import("pako");
  return (content) => deflateRaw(content, SETTINGS);
}

/** Bytes of the sample: five times the window in which a compressor looks for repetitions. */
const SAMPLE_SIZE = 160_000;
const WINDOW = 32_768;

/**
 * Bytes that take a compressor through all that it decides: words that repeat often and seldom, passages that repeat near
 * and far, bytes that cannot be compressed, and one byte many times.
 */
function sample(): Uint8Array {
  let state = 1;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const letters = (count: number, of: number) => Uint8Array.from({ length: count }, () => 97 + below(of));
  const words = Array.from({ length: 600 }, () => letters(1 + below(9), 9));
  const bytes = new Uint8Array(SAMPLE_SIZE);
  bytes.set(letters(2000, 159));
  let at = 5000;
  while (at < SAMPLE_SIZE) {
    const word = words[below(1 + below(words.length))] ?? bytes;
    const from = Math.max(0, at - 1 - below(WINDOW));
    const passage = bytes.subarray(from, Math.min(at, from + 4 + below(300)));
    const next = below(60) === 0 ? passage : word;
    bytes.set(next.subarray(0, SAMPLE_SIZE - at), at);
    at += next.length;
  }
  return bytes;
}
