/** Tables of CRC-64 (ECMA-182, reflected) in halves of 32 bits: big integers would take seconds for a large package. */
const [HIGH, LOW] = makeTables();

function makeTables(): readonly [Uint32Array, Uint32Array] {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const carry = l & 1;
      l = ((l >>> 1) | (h << 31)) >>> 0;
      h >>>= 1;
      if (carry) [h, l] = [(h ^ 0xc96c5795) >>> 0, (l ^ 0xd7870f42) >>> 0];
    }
    high[byte] = h;
    low[byte] = l;
  }
  return [high, low];
}

/** CRC-64 as FC and OSS write it: decimal. */
export function crc64(bytes: Uint8Array): string {
  let [h, l] = [0xffffffff, 0xffffffff];
  for (const byte of bytes) {
    const index = (l ^ byte) & 0xff;
    l = (((l >>> 8) | (h << 24)) ^ (LOW[index] ?? 0)) >>> 0;
    h = ((h >>> 8) ^ (HIGH[index] ?? 0)) >>> 0;
  }
  return ((BigInt(~h >>> 0) << 32n) | BigInt(~l >>> 0)).toString();
}
