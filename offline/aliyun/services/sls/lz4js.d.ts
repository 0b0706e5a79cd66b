/**
 * The part of lz4js that is used: reading single LZ4 blocks, which is what the log service's clients send. Tests make
 * some, as those clients do.
 */
declare module "lz4js" {
  /** Index behind the last byte written to `target`. */
  export function decompressBlock(
    source: Uint8Array,
    target: Uint8Array,
    from: number,
    length: number,
    at: number,
  ): number;
  /** Most bytes that a block of so many can take. */
  export function compressBound(length: number): number;
  /** Length of the block, or 0 where it would not be smaller. */
  export function compressBlock(
    source: Uint8Array,
    target: Uint8Array,
    from: number,
    length: number,
    hashes: Uint32Array,
  ): number;
}
