/** The part of lz4js that is used: reading single LZ4 blocks, which is what the log service's clients send. */
declare module "lz4js" {
  /** Index behind the last byte written to `target`. */
  export function decompressBlock(
    source: Uint8Array,
    target: Uint8Array,
    from: number,
    length: number,
    at: number,
  ): number;
}
