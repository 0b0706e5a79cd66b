/**
 * CRC-64 with the ECMA-182 polynomial, reflected, as FC and OSS state it (`x-oss-hash-crc64ecma`): a decimal number. Tables
 * hold the upper and the lower half, because 64-bit integers of the language are slow.
 */
const high = new Uint32Array(256);
const low = new Uint32Array(256);

for (let byte = 0; byte < 256; byte++) {
  let upper = 0;
  let lower = byte;
  for (let bit = 0; bit < 8; bit++) {
    const odd = lower & 1;
    lower = (lower >>> 1) | ((upper & 1) << 31);
    upper >>>= 1;
    if (odd) {
      upper ^= 0xc96c5795;
      lower ^= 0xd7870f42;
    }
  }
  high[byte] = upper >>> 0;
  low[byte] = lower >>> 0;
}

/** The checksum of the bytes. */
export function crc64(bytes: Uint8Array): string {
  let upper = 0xffffffff;
  let lower = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    const index = (lower ^ (bytes[at] ?? 0)) & 0xff;
    lower = ((lower >>> 8) | (upper << 24)) ^ (low[index] ?? 0);
    upper = (upper >>> 8) ^ (high[index] ?? 0);
  }
  return ((BigInt(~upper >>> 0) << 32n) | BigInt(~lower >>> 0)).toString();
}
