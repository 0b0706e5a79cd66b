import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { elf, machO, pe } from "./binaries.ts";
import { custom, found, type Given, NONE } from "./found.ts";
import { temporaryDirectory, write } from "./project.ts";

const bootstrap = (content: string | Buffer) => ({ files: { "app/bootstrap": content }, fn: custom() });
const GLIBC = "/lib64/ld-linux-x86-64.so.2";

test.each<[string, Given]>([
  ["a shell script", bootstrap("#!/bin/sh\nexec ./server\n")],
  ["a script of bash, found through env", bootstrap("#!/usr/bin/env bash\n")],
  ["a script of env with options", bootstrap("#!/usr/bin/env -S bash -e\n")],
  ["a static program", bootstrap(elf({ machine: 62, type: 2 }))],
  ["a program that is linked with the GNU C library", bootstrap(elf({ machine: 62, interpreter: GLIBC }))],
  ["a program for arm64", { files: { "app/bootstrap": elf({ machine: 183 }) }, fn: custom({ architecture: "arm64" }) }],
  [
    "an interpreter of the package",
    { files: { "app/bootstrap": "#!/code/bin/node\n", "app/bin/node": elf({ machine: 62 }) }, fn: custom() },
  ],
  [
    "an interpreter of a layer",
    { files: { "app/bootstrap": "#!/opt/bin/node\n" }, fn: custom({ layers: ["arn:aws:lambda:x:1:layer:node:1"] }) },
  ],
  [
    "a handler that names the file",
    { files: { "app/bootstrap": "#!/bin/sh\n" }, fn: custom({ handler: "app/bootstrap" }) },
  ],
  [
    "a bootstrap that include brings",
    { files: { "app/server": elf({ machine: 62 }), bootstrap: "#!/bin/sh\n" }, fn: custom({ include: ["bootstrap"] }) },
  ],
])("a custom runtime can be started by %s", (_, given) => {
  expect(found(given)).toEqual(NONE);
});

test.each<[string, Given, string, string]>([
  [
    "no bootstrap",
    { files: { "app/server.sh": "hi" }, fn: custom() },
    'missing-bootstrap: The package has no "bootstrap", which starts a custom runtime: the folder "app" holds server.sh.',
    'Add an executable file "bootstrap" to it.',
  ],
  [
    "a bootstrap that .polyfnignore names",
    { files: { "app/bootstrap": "#!/bin/sh\n", "app/.polyfnignore": "boot*\n" }, fn: custom() },
    "missing-bootstrap: app/bootstrap, which starts a custom runtime, is not packaged: it is named in .polyfnignore.",
    "Change .polyfnignore, so that it is packaged.",
  ],
  [
    "a file of nearly the name",
    { files: { "app/bootsrap": "#!/bin/sh\n" }, fn: custom({ handler: "app/bootsrap" }) },
    'the folder "app" holds bootsrap',
    'Rename "bootsrap" to "bootstrap"',
  ],
  [
    "a bootstrap in a folder below",
    { files: { "app/bin/bootstrap": "#!/bin/sh\n" }, fn: custom() },
    'The package has no "bootstrap"',
    'Set handler to "app/bin"',
  ],
  [
    "a folder",
    { files: { "app/bootstrap/main": "x" }, fn: custom() },
    "app/bootstrap is a folder",
    "Rename the folder",
  ],
  ["an empty file", bootstrap(""), "app/bootstrap is empty", "build it again"],
  [
    "Windows line ends",
    bootstrap("#!/bin/sh\r\nexec ./x\r\n"),
    'interpreter "/bin/sh\\r"',
    "app/bootstrap text eol=lf",
  ],
  ["Windows line ends below the first line", bootstrap("#!/bin/sh\nexec ./x\r\n"), "Windows line ends", "LF line ends"],
  ["a byte order mark", bootstrap("\ufeff#!/bin/sh\n"), "byte order mark", "without a byte order mark"],
  ["UTF-16", bootstrap(Buffer.from("\ufeff#!/bin/sh\n", "utf16le")), "byte order mark", "UTF-8"],
  [
    "an empty first line",
    bootstrap("\n#!/bin/sh\n"),
    "empty space before its interpreter line",
    'Begin the file with "#!"',
  ],
  ["no interpreter line", bootstrap("exec ./server\n"), "neither a script with an interpreter line", '"#!/bin/sh"'],
  ["an interpreter line without interpreter", bootstrap("#!\n"), "names no interpreter", '"#!/bin/sh"'],
  [
    "an interpreter of this machine",
    bootstrap("#!/opt/homebrew/bin/bash\n"),
    "cannot exist in the runtime",
    "/usr/bin/env",
  ],
  ["an interpreter of a home folder", bootstrap("#!/home/me/.nvm/node\n"), "/home/me/.nvm/node", "below /code"],
  ["an interpreter of Windows", bootstrap("#!C:\\bin\\bash.exe\n"), "not an absolute path", "#!/usr/bin/env bash.exe"],
  [
    "a program for arm64",
    bootstrap(elf({ machine: 183 })),
    "an ELF file for Linux on arm64",
    "GOOS=linux GOARCH=amd64",
  ],
  ["a program of macOS", bootstrap(machO(0x0100000c)), "a Mach-O file for macOS on arm64", "GOOS=linux GOARCH=amd64"],
  ["a program of Windows", bootstrap(pe(0x8664)), "a PE file for Windows on x86_64", "GOOS=linux GOARCH=amd64"],
  ["an object file", bootstrap(elf({ machine: 62, type: 1 })), "an ELF object file that is not linked", "Build it"],
  [
    "a program that is linked with musl",
    bootstrap(elf({ machine: 62, interpreter: "/lib/ld-musl-x86_64.so.1" })),
    "is linked for the loader /lib/ld-musl-x86_64.so.1",
    "Link it statically",
  ],
])("a custom runtime cannot be started by %s", (_, given, message, remedy) => {
  const { problems } = found(given);
  expect(problems).toEqual([expect.stringContaining(message)]);
  expect(problems[0]).toContain(remedy);
});

test("a bootstrap that is a link is checked at its target", () => {
  const directory = temporaryDirectory();
  write(directory, { "app/bin/server": "echo no interpreter line" });
  symlinkSync("bin/server", join(directory, "app/bootstrap"));
  expect(found({ files: {}, fn: custom() }, directory).problems).toEqual([expect.stringContaining("neither a script")]);
  symlinkSync("nowhere", join(directory, "app/other"));
  expect(found({ files: {}, fn: custom() }, directory).remarks).toEqual([
    expect.stringContaining('not-packaged: "other" is not packaged: it is a link that leads nowhere.'),
  ]);
});

test("an interpreter of only some runtimes causes a remark, unless a layer can bring it", () => {
  const given = bootstrap("#!/usr/bin/env python3\n");
  expect(found(given)).toEqual({ problems: [], remarks: [expect.stringContaining('is started by "python3"')] });
  expect(found({ ...given, fn: custom({ layers: ["arn:aws:lambda:x:1:layer:p:1"] }) })).toEqual(NONE);
});

test("node_modules of a custom runtime are packaged, and missing ones cause a remark", () => {
  const files = { "app/bootstrap": "#!/bin/sh\n", "app/package.json": '{ "dependencies": { "@a/b": "1", "c": "1" } }' };
  expect(found({ files, fn: custom() }).remarks).toEqual([expect.stringContaining("package.json asks for @a/b, c")]);
  const installed = { ...files, "app/node_modules/@a/b/index.js": "", "app/node_modules/c/index.js": "" };
  expect(found({ files: installed, fn: custom() })).toEqual(NONE);
});

test("a bootstrap that is a broken link is reported as one", () => {
  const directory = temporaryDirectory();
  write(directory, { "app/readme": "" });
  symlinkSync("gone", join(directory, "app/bootstrap"));
  expect(found({ files: {}, fn: custom() }, directory).problems).toEqual([
    "missing-bootstrap: app/bootstrap, which starts a custom runtime, is not packaged: it is a link that leads nowhere. Replace it by an executable file.",
  ]);
});
