/** The processors that functions can be given. */
export type Architecture = "x86_64" | "arm64";

/** The header of a native executable, shared library or addon. */
export interface Binary {
  readonly format: "ELF" | "Mach-O" | "PE";
  /** Operating system, as people call it. */
  readonly system: string;
  /** Processors: one, several in a universal Mach-O file, none where the header is cut short. */
  readonly architectures: readonly string[];
  /** True if the file itself can be started, which an object file cannot. */
  readonly loadable: boolean;
  /** ELF: absolute path of the dynamic loader that starts it. A static program and a library have none. */
  readonly interpreter?: string;
  /** ELF: names of the shared libraries that the loader looks for (`DT_NEEDED`). */
  readonly needed: readonly string[];
  /** ELF: folders where the loader looks for them (`DT_RUNPATH`), for example `$ORIGIN/../lib`. */
  readonly runpath: readonly string[];
  /** ELF: the older form (`DT_RPATH`), which counts for the libraries of libraries too. */
  readonly rpath: readonly string[];
}

/** Reads the header of a native file; `undefined` for a file of any other format. */
export function readBinary(bytes: Uint8Array): Binary | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 4) return undefined;
  const magic = view.getUint32(0);
  if (magic === 0x7f454c46) return readElf(view);
  if (magic === 0xcafebabe || magic === 0xcafebabf) return readUniversal(view, magic === 0xcafebabf);
  if (MACH_O.has(magic)) return machO([name(MACH_O_MACHINES, uint32(view, 4, MACH_O.get(magic) ?? false))]);
  if (view.getUint16(0) === 0x4d5a) return readPe(view);
  return undefined;
}

/** True if Linux on this processor can load the file. */
export const runsOn = (binary: Binary, architecture: Architecture): boolean =>
  binary.system === "Linux" && binary.loadable && binary.architectures.includes(architecture);

/** For messages: "an ELF file for Linux on arm64". */
export function describeBinary({ format, system, architectures, loadable }: Binary): string {
  const article = format === "ELF" ? "an" : "a";
  const processors = architectures.length === 0 ? "an unknown processor" : architectures.join(" and ");
  const kind = loadable ? "file" : "object file that is not linked";
  return `${article} ${format} ${kind} for ${system} on ${processors}`;
}

/** https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html, e_machine. */
const ELF_MACHINES: ReadonlyMap<number, string> = new Map([
  [3, "i386"],
  [8, "mips"],
  [20, "ppc"],
  [21, "ppc64"],
  [22, "s390x"],
  [40, "arm"],
  [62, "x86_64"],
  [183, "arm64"],
  [243, "riscv"],
  [258, "loongarch"],
]);

/** EI_OSABI of the same page. Linux programs say 0 (System V) or 3. */
const ELF_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0, "Linux"],
  [2, "NetBSD"],
  [3, "Linux"],
  [6, "Solaris"],
  [9, "FreeBSD"],
  [12, "OpenBSD"],
]);

/** The byte order and word size of an ELF file's numbers. */
interface Elf {
  readonly view: DataView;
  readonly wide: boolean;
  readonly little: boolean;
}

const EXECUTABLE = 2;
const SHARED = 3;

function readElf(view: DataView): Binary {
  const elf: Elf = { view, wide: byte(view, 4) === 2, little: byte(view, 5) !== 2 };
  const cut = view.byteLength < (elf.wide ? 64 : 52);
  const type = uint16(view, 16, elf.little);
  const segments = cut ? [] : readSegments(elf);
  const interpreter = segments.find(({ type }) => type === 3);
  return {
    format: "ELF",
    system: name(ELF_SYSTEMS, byte(view, 7)),
    architectures: cut ? [] : [elfArchitecture(elf)],
    loadable: type === EXECUTABLE || type === SHARED,
    ...(interpreter && { interpreter: text(view, interpreter.offset, interpreter.size) }),
    ...readLinks(elf, segments),
  };
}

/** The same machine number with other widths or byte orders is another mode of the processor, which no function runs in. */
function elfArchitecture({ view, wide, little }: Elf): string {
  const machine = name(ELF_MACHINES, uint16(view, 18, little));
  if (machine === "x86_64" && !wide) return "x32";
  if (machine === "arm64" && !wide) return "arm64_ilp32";
  return machine === "arm64" && !little ? "arm64_be" : machine;
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

function readSegments({ view, wide, little }: Elf): Segment[] {
  const start = wide ? uint64(view, 32, little) : uint32(view, 28, little);
  const entry = uint16(view, wide ? 54 : 42, little);
  const count = uint16(view, wide ? 56 : 44, little);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * entry;
    return wide
      ? {
          type: uint32(view, at, little),
          offset: uint64(view, at + 8, little),
          address: uint64(view, at + 16, little),
          size: uint64(view, at + 32, little),
        }
      : {
          type: uint32(view, at, little),
          offset: uint32(view, at + 4, little),
          address: uint32(view, at + 8, little),
          size: uint32(view, at + 16, little),
        };
  });
}

const LOAD = 1;
const DYNAMIC = 2;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

const NO_LINKS: Pick<Binary, "needed" | "runpath" | "rpath"> = { needed: [], runpath: [], rpath: [] };

/** The dynamic section's entries about other libraries. */
function readLinks(elf: Elf, segments: readonly Segment[]): typeof NO_LINKS {
  const dynamic = segments.find(({ type }) => type === DYNAMIC);
  if (dynamic === undefined) return NO_LINKS;
  const entries = readDynamic(elf, dynamic);
  const table = entries.find(({ tag }) => tag === DT_STRTAB)?.value;
  const home = segments.find(
    ({ type, address, size }) => type === LOAD && table !== undefined && address <= table && table < address + size,
  );
  if (table === undefined || home === undefined) return NO_LINKS;
  const strings = table - home.address + home.offset;
  const named = (wanted: number): string[] =>
    entries.filter(({ tag }) => tag === wanted).map(({ value }) => text(elf.view, strings + value));
  const folders = (wanted: number): string[] => named(wanted).flatMap((one) => one.split(":").filter(Boolean));
  return { needed: named(DT_NEEDED), runpath: folders(DT_RUNPATH), rpath: folders(DT_RPATH) };
}

function readDynamic({ view, wide, little }: Elf, { offset, size }: Segment): { tag: number; value: number }[] {
  const width = wide ? 8 : 4;
  const end = Math.min(offset + size, view.byteLength);
  const read = (at: number) => (wide ? uint64(view, at, little) : uint32(view, at, little));
  const entries = [];
  for (let at = offset; at + 2 * width <= end; at += 2 * width)
    entries.push({ tag: read(at), value: read(at + width) });
  return entries;
}

/** Magic number -> whether what follows is little-endian. */
const MACH_O = new Map([
  [0xfeedface, false],
  [0xfeedfacf, false],
  [0xcefaedfe, true],
  [0xcffaedfe, true],
]);

/** `cputype` of mach/machine.h. */
const MACH_O_MACHINES: ReadonlyMap<number, string> = new Map([
  [7, "i386"],
  [12, "arm"],
  [18, "ppc"],
  [0x01000007, "x86_64"],
  [0x0100000c, "arm64"],
]);

/** A Java class begins with the same number. Its version stands where a universal file has its small count. */
const MOST_ARCHITECTURES = 30;

function readUniversal(view: DataView, wide: boolean): Binary | undefined {
  const count = uint32(view, 4, false);
  if (count === 0 || count > MOST_ARCHITECTURES) return undefined;
  const size = wide ? 32 : 20;
  return machO(
    Array.from({ length: count }, (_, index) => name(MACH_O_MACHINES, uint32(view, 8 + index * size, false))),
  );
}

const machO = (architectures: readonly string[]): Binary => ({
  format: "Mach-O",
  system: "macOS",
  architectures,
  loadable: true,
  ...NO_LINKS,
});

/** https://learn.microsoft.com/windows/win32/debug/pe-format#machine-types */
const PE_MACHINES: ReadonlyMap<number, string> = new Map([
  [0x014c, "i386"],
  [0x01c0, "arm"],
  [0x01c4, "arm"],
  [0x8664, "x86_64"],
  [0xaa64, "arm64"],
]);

function readPe(view: DataView): Binary | undefined {
  const header = uint32(view, 0x3c, true);
  if (uint32(view, header, false) !== 0x50450000) return undefined;
  const architectures = [name(PE_MACHINES, uint16(view, header + 4, true))];
  return { format: "PE", system: "Windows", architectures, loadable: true, ...NO_LINKS };
}

const name = (names: ReadonlyMap<number, string>, number: number): string => names.get(number) ?? `number ${number}`;

// A header that is cut short or points outside of the file reads as zeros, so that it is reported as unknown.

const inside = (view: DataView, at: number, bytes: number): boolean => at >= 0 && at + bytes <= view.byteLength;

const byte = (view: DataView, at: number): number => (inside(view, at, 1) ? view.getUint8(at) : 0);

const uint16 = (view: DataView, at: number, little: boolean): number =>
  inside(view, at, 2) ? view.getUint16(at, little) : 0;

const uint32 = (view: DataView, at: number, little: boolean): number =>
  inside(view, at, 4) ? view.getUint32(at, little) : 0;

const uint64 = (view: DataView, at: number, little: boolean): number =>
  inside(view, at, 8) ? Number(view.getBigUint64(at, little)) : 0;

/** The string that ends at a zero byte, or after `most` bytes. */
function text(view: DataView, at: number, most = 4096): string {
  if (!inside(view, at, 1)) return "";
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, Math.min(most, view.byteLength - at));
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString();
}
