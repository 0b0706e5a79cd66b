/** Fields of an ELF file's header for a test. */
export interface ElfHeader {
  readonly machine: number;
  /** 64-bit. Default true. */
  readonly wide?: boolean;
  readonly little?: boolean;
  readonly abi?: number;
  /** e_type. Default 3, a shared object. */
  readonly type?: number;
  readonly interpreter?: string;
  readonly needed?: readonly string[];
  readonly runpath?: string;
  readonly rpath?: string;
}

/** An ELF file that has headers only. */
export function elf(header: ElfHeader): Buffer {
  const { wide = true, little = true, abi = 0, type = 3, machine, interpreter, needed, runpath, rpath } = header;
  const file = Buffer.alloc(wide ? 64 : 52);
  file.write("\x7fELF", 0, "latin1");
  file.set([wide ? 2 : 1, little ? 1 : 2, 1, abi], 4);
  const uint16 = (value: number, at: number) =>
    little ? file.writeUInt16LE(value, at) : file.writeUInt16BE(value, at);
  uint16(type, 16);
  uint16(machine, 18);
  if (interpreter === undefined && needed === undefined) return file;
  const links = [
    ...(needed ?? []).map((one) => [1n, one] as const),
    ...(rpath === undefined ? [] : [[15n, rpath] as const]),
    ...(runpath === undefined ? [] : [[29n, runpath] as const]),
  ];
  const segments = programHeaders(interpreter ?? "", links);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(3, 56);
  return Buffer.concat([file, segments]);
}

/** Three segments of a 64-bit file and what they hold: the whole file loaded at its offsets plus a base, the loader, the strings of the dynamic section by their tags. */
function programHeaders(interpreter: string, links: readonly (readonly [bigint, string])[]): Buffer {
  const base = 0x400000n;
  const content = 64 + 3 * 56;
  const loader = Buffer.from(`${interpreter}\0`);
  const strings = Buffer.from(`\0${links.map(([, one]) => `${one}\0`).join("")}`);
  const dynamic = Buffer.alloc((links.length + 2) * 16);
  let name = 1;
  for (const [index, [tag, string]] of links.entries()) {
    dynamic.writeBigUInt64LE(tag, index * 16);
    dynamic.writeBigUInt64LE(BigInt(name), index * 16 + 8);
    name += string.length + 1;
  }
  dynamic.writeBigUInt64LE(5n, links.length * 16);
  dynamic.writeBigUInt64LE(base + BigInt(content + loader.length), links.length * 16 + 8);
  const end = content + loader.length + strings.length + dynamic.length;
  return Buffer.concat([
    programHeader(1, 0n, base, BigInt(end)),
    programHeader(3, BigInt(content), base + BigInt(content), BigInt(loader.length)),
    programHeader(2, BigInt(end - dynamic.length), base + BigInt(end - dynamic.length), BigInt(dynamic.length)),
    loader,
    strings,
    dynamic,
  ]);
}

function programHeader(type: number, offset: bigint, address: bigint, size: bigint): Buffer {
  const header = Buffer.alloc(56);
  header.writeUInt32LE(type, 0);
  header.writeBigUInt64LE(offset, 8);
  header.writeBigUInt64LE(address, 16);
  header.writeBigUInt64LE(size, 32);
  header.writeBigUInt64LE(size, 40);
  return header;
}

/** A 64-bit Mach-O file's beginning. */
export function machO(processor: number): Buffer {
  const file = Buffer.alloc(32);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(processor, 4);
  return file;
}

/** A Mach-O file for several processors. */
export function universal(...processors: readonly number[]): Buffer {
  const file = Buffer.alloc(8 + 20 * processors.length);
  file.writeUInt32BE(0xcafebabe, 0);
  file.writeUInt32BE(processors.length, 4);
  for (const [index, processor] of processors.entries()) file.writeUInt32BE(processor, 8 + 20 * index);
  return file;
}

/** A Windows program's beginning. */
export function pe(machine: number): Buffer {
  const file = Buffer.alloc(0x90);
  file.write("MZ", 0, "latin1");
  file.writeUInt32LE(0x80, 0x3c);
  file.write("PE\0\0", 0x80, "latin1");
  file.writeUInt16LE(machine, 0x84);
  return file;
}
