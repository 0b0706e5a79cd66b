/** The part of lz4js that is used: single LZ4 blocks, which is what the log service's clients send and expect. */
declare module "lz4js" {
  export function compressBound(length: number): number;
  /** Size written to `target`; 0 when nothing could be compressed. */
  export function compressBlock(
    source: Uint8Array,
    target: Uint8Array,
    from: number,
    length: number,
    hashTable: Uint32Array,
  ): number;
  /** Index behind the last byte written to `target`. */
  export function decompressBlock(
    source: Uint8Array,
    target: Uint8Array,
    from: number,
    length: number,
    at: number,
  ): number;
}
