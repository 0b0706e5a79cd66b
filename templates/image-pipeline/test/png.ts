/** The beginning of a PNG of this size: its signature and its header. */
export function png(width: number, height: number): Uint8Array {
  const file = Buffer.alloc(24);
  file.write("89504e470d0a1a0a0000000d49484452", "hex");
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return file;
}
