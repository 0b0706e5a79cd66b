import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { describeBinary, readBinary, runsOn } from "../../infra/build/binary.ts";
import { elf, machO, pe, universal } from "./binaries.ts";

test("the running Node.js is recognized as a program for this machine", () => {
  const binary = readBinary(readFileSync(process.execPath));
  const processor = { x64: "x86_64", arm64: "arm64" }[process.arch as string];
  const expected = { linux: "ELF", darwin: "Mach-O", win32: "PE" }[process.platform as string];
  expect(binary).toMatchObject({ format: expected, loadable: true });
  expect(binary?.architectures).toContain(processor);
  if (process.platform === "linux") {
    expect(binary?.interpreter).toMatch(/^\/.*ld-/);
    expect(binary?.needed.join(" ")).toMatch(/\blibc\./);
  }
});

test.each([
  ["ELF, x86_64", elf({ machine: 62 }), "an ELF file for Linux on x86_64", true, false],
  ["ELF, arm64", elf({ machine: 183 }), "an ELF file for Linux on arm64", false, true],
  ["ELF, 32-bit x86", elf({ machine: 3, wide: false }), "an ELF file for Linux on i386", false, false],
  ["ELF, x86_64 with 32-bit pointers", elf({ machine: 62, wide: false }), "an ELF file for Linux on x32", false, false],
  ["ELF, big-endian arm64", elf({ machine: 183, little: false }), "an ELF file for Linux on arm64_be", false, false],
  ["ELF, FreeBSD", elf({ machine: 62, abi: 9 }), "an ELF file for FreeBSD on x86_64", false, false],
  ["ELF, a processor without a name here", elf({ machine: 999 }), "an ELF file for Linux on number 999", false, false],
  [
    "ELF, an object file",
    elf({ machine: 62, type: 1 }),
    "an ELF object file that is not linked for Linux on x86_64",
    false,
    false,
  ],
  [
    "ELF, cut short",
    elf({ machine: 62 }).subarray(0, 20),
    "an ELF file for Linux on an unknown processor",
    false,
    false,
  ],
  ["Mach-O", machO(0x0100000c), "a Mach-O file for macOS on arm64", false, false],
  ["universal Mach-O", universal(0x01000007, 0x0100000c), "a Mach-O file for macOS on x86_64 and arm64", false, false],
  ["PE", pe(0x8664), "a PE file for Windows on x86_64", false, false],
])("reads the platform of %s", (_, bytes, description, onX86, onArm) => {
  const binary = readBinary(bytes);
  expect(binary && describeBinary(binary)).toBe(description);
  expect(binary && [runsOn(binary, "x86_64"), runsOn(binary, "arm64")]).toEqual([onX86, onArm]);
});

test("the loader and the shared libraries of a program are read", () => {
  const bytes = elf({ machine: 62, interpreter: "/lib/ld-musl-x86_64.so.1", needed: ["libvips.so.42", "libc.so"] });
  expect(readBinary(bytes)).toMatchObject({
    interpreter: "/lib/ld-musl-x86_64.so.1",
    needed: ["libvips.so.42", "libc.so"],
  });
});

test.each([
  ["a script", Buffer.from("#!/bin/sh\n")],
  ["an empty file", Buffer.alloc(0)],
  ["a text that begins with MZ", Buffer.from("MZ is the beginning of a text")],
  ["a Java class", Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65, 0, 16])],
])("%s is not taken for a native file", (_, bytes) => {
  expect(readBinary(bytes)).toBeUndefined();
});

test("a damaged header never makes the reader throw", () => {
  const whole = elf({ machine: 62, interpreter: "/lib64/ld-linux-x86-64.so.2", needed: ["libc.so.6"] });
  fc.assert(
    fc.property(
      fc.nat(whole.length),
      fc.nat(whole.length - 1),
      fc.integer({ min: 0, max: 255 }),
      (length, at, value) => {
        const bytes = Buffer.from(whole);
        if (at > 3) bytes[at] = value;
        readBinary(bytes.subarray(0, length));
      },
    ),
  );
});
