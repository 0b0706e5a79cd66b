import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { directoryFiles, isExecutable, readFiles } from "../../infra/build/files.ts";
import { zip } from "../../infra/build/zip.ts";
import { temporaryDirectory, write } from "./project.ts";

/** Paths in the package of a folder, links with their targets. */
const listed = (directory: string, modules = false) => {
  const { files, leftOut, copied } = directoryFiles(join(directory, "app.py"), { modules });
  return {
    files: files.map(({ path, link }) => (link === undefined ? path : `${path} -> ${link}`)),
    leftOut: leftOut.map(({ path, why, expected }) => `${path} ${why}${expected ? "" : "!"}`),
    copied,
  };
};

test("a folder is packaged with its hidden files, except files of tools", () => {
  const directory = temporaryDirectory();
  write(directory, {
    "app.py": "",
    ".fonts/a.ttf": "",
    ".config": "",
    "constructor/x.py": "",
    "lib/.git/config": "",
    "lib/__pycache__/a.pyc": "",
    "lib/venv/x.py": "",
    "env/pyvenv.cfg": "",
    "env/lib/python3.12/site-packages/x.py": "",
    "node_modules/x/index.js": "",
    ".env": "",
    ".env.local": "",
    "Pulumi.prod.yaml": "",
  });
  expect(listed(directory)).toEqual({
    files: [".config", ".fonts/a.ttf", "app.py", "constructor/x.py", "lib/venv/x.py"],
    leftOut: [
      ".env holds settings of this machine",
      ".env.local holds settings of this machine",
      "Pulumi.prod.yaml holds the settings of a stack",
      "env/ is a virtual environment of Python",
      "lib/.git/ belongs to Git",
      "lib/__pycache__/ is a cache of Python's",
      "node_modules/ is for Node.js",
    ],
    copied: [],
  });
  expect(listed(directory, true).files).toContain("node_modules/x/index.js");
});

test("packages that polyfn build wrote into the folder are left out, so that the next build gives the same bytes", () => {
  const directory = temporaryDirectory();
  write(directory, {
    "app.py": "",
    "dist/manifest.json": JSON.stringify({ functions: { f: { zip: "f.zip", sha256: "0", bytes: 1 } } }),
    "dist/f.zip": "",
    "dist/other.zip": "",
    "lib/manifest.json": JSON.stringify({ functions: {}, name: "another program's" }),
  });
  expect(listed(directory)).toEqual({
    files: ["app.py", "dist/other.zip", "lib/manifest.json"],
    leftOut: ["dist/f.zip was written by polyfn build", "dist/manifest.json was written by polyfn build"],
    copied: [],
  });
});

test(".polyfnignore excludes names anywhere, paths with a slash, and folders with a slash at the end", () => {
  const directory = temporaryDirectory();
  write(directory, {
    ".polyfnignore": "# tests\n*.md\n/build\ntests/\r\n",
    "app.py": "",
    "a.md": "",
    "lib/b.md": "",
    "build/x": "",
    "lib/build/y": "",
    "lib/tests/z": "",
    tests: "a file",
  });
  expect(listed(directory).files).toEqual(["app.py", "lib/build/y", "tests"]);
  expect(listed(directory).leftOut).toEqual([
    ".polyfnignore says what is left out",
    "a.md is named in .polyfnignore",
    "build/ is named in .polyfnignore",
    "lib/b.md is named in .polyfnignore",
    "lib/tests/ is named in .polyfnignore",
  ]);
  write(directory, { ".polyfnignore": "!keep.md\n" });
  expect(() => listed(directory)).toThrow('.polyfnignore has the line "!keep.md"');
});

test("links within a folder stay links in any notation; links out of it are copied and reported", () => {
  const directory = temporaryDirectory();
  const outside = temporaryDirectory();
  write(directory, { "app.py": "", "lib/v2/a.so": "", "node_modules/x/index.js": "" });
  write(outside, { "shared/b.py": "", "shared/deep/c.py": "" });
  symlinkSync("v2", join(directory, "lib/current"));
  symlinkSync(join(directory, "lib/v2/a.so"), join(directory, "lib/a.so"));
  symlinkSync("current/a.so", join(directory, "lib/same.so"));
  symlinkSync(join(outside, "shared"), join(directory, "shared"));
  symlinkSync("node_modules/x", join(directory, "x"));
  symlinkSync("nowhere", join(directory, "broken"));
  symlinkSync("..", join(directory, "parent"));
  expect(listed(directory)).toEqual({
    files: [
      "app.py",
      "lib/a.so -> v2/a.so",
      "lib/current -> v2",
      "lib/same.so -> v2/a.so",
      "lib/v2/a.so",
      "shared/b.py",
      "shared/deep/c.py",
      "x/index.js",
    ],
    leftOut: [
      "broken is a link that leads nowhere!",
      "node_modules/ is for Node.js",
      "parent is a link to a folder around it!",
    ],
    copied: ["shared"],
  });
});

test("a file is executable when its owner may execute it or its content is a script or a program", () => {
  const directory = temporaryDirectory();
  write(directory, { script: "#!/bin/sh\n", program: "\x7fELF", text: "x", marked: "x", bootstrap: "" });
  chmodSync(join(directory, "marked"), 0o755);
  const executable = (path: string) => isExecutable(path, join(directory, path));
  expect(["script", "program", "marked", "bootstrap"].filter(executable)).toHaveLength(4);
  expect(executable("text")).toBe(false);
});

const hasUnzip = spawnSync("unzip", ["-v"]).status === 0;

test("Info-ZIP unpacks modes and links unchanged", async ({ skip }) => {
  skip(!hasUnzip, "unzip is not installed");
  const directory = temporaryDirectory();
  write(directory, { "app.py": "x", "bin/tool": "#!/bin/sh\necho started\n" });
  symlinkSync("bin/tool", join(directory, "tool"));
  symlinkSync("bin", join(directory, "programs"));
  const { files } = directoryFiles(join(directory, "app.py"), { modules: false });
  const out = temporaryDirectory();
  writeFileSync(join(out, "code.zip"), zip(await readFiles(files)));
  const to = join(out, "code");
  mkdirSync(to);
  execFileSync("unzip", ["-q", join(out, "code.zip"), "-d", to]);
  expect(readlinkSync(join(to, "tool"))).toBe("bin/tool");
  expect(readlinkSync(join(to, "programs"))).toBe("bin");
  expect(lstatSync(join(to, "app.py")).mode & 0o111).toBe(0);
  expect(execFileSync(join(to, "programs/tool"), { encoding: "utf8" })).toBe("started\n");
  expect(execFileSync(join(to, "tool"), { encoding: "utf8" })).toBe("started\n");
});
