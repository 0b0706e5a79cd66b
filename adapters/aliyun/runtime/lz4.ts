/**
 * Unpacks one LZ4 block (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md), in which SLS sends entries.
 * `size` is the length of the result.
 * @throws RangeError for a block that is damaged.
 */
export function unpackBlock(block: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(size);
  let from = 0;
  let to = 0;
  const next = (): number => {
    const byte = block[from++];
    if (byte === undefined) throw new RangeError("the LZ4 block ends too early");
    return byte;
  };
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) more = next();
    return length;
  };
  while (from < block.length) {
    const token = next();
    const literals = lengthOf(token >> 4);
    result.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has literals only.
    if (from >= block.length) break;
    const offset = next() | (next() << 8);
    const end = to + lengthOf(token & 15) + 4;
    if (offset === 0 || offset > to || end > size) throw new RangeError("the LZ4 block is damaged");
    // Byte by byte: what is copied may be part of what is being written.
    for (; to < end; to++) result[to] = result[to - offset] ?? 0;
  }
  if (to !== size) throw new RangeError(`the LZ4 block has ${to} bytes, not ${size}`);
  return result;
}
