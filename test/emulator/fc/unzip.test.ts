import { lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unzip } from "../../../offline/aliyun/services/fc/code/unzip.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "polyfn-unzip-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const unix = (mode: number) => ({ attrs: mode << 16, os: 3 }) as const;

test("restores files, folders, modes and links of an archive", () => {
  const zip = zipSync({
    bootstrap: [strToU8("#!/bin/sh"), unix(0o100755)],
    "lib/a.js": [strToU8("a"), unix(0o100644)],
    "lib/link.js": [strToU8("a.js"), unix(0o120777)],
    "empty/": new Uint8Array(),
    plain: strToU8("from a system without modes"),
  });
  unzip(zip, directory);
  expect(statSync(join(directory, "bootstrap")).mode & 0o111).toBe(0o111);
  expect(statSync(join(directory, "lib/a.js")).mode & 0o111).toBe(0);
  expect(readlinkSync(join(directory, "lib/link.js"))).toBe("a.js");
  expect(lstatSync(join(directory, "empty")).isDirectory()).toBe(true);
  expect(readFileSync(join(directory, "plain"), "utf8")).toBe("from a system without modes");
});

test("refuses entries that lead out of the folder", () => {
  expect(() => unzip(zipSync({ "../x": strToU8("") }), directory)).toThrow(/leads out/);
  expect(() => unzip(strToU8("no zip"), directory)).toThrow(/not a zip/);
});

test("keeps existing files only when told to", () => {
  unzip(zipSync({ a: strToU8("first") }), directory);
  unzip(zipSync({ a: strToU8("second"), b: strToU8("second") }), directory, { keep: true });
  expect(readFileSync(join(directory, "a"), "utf8")).toBe("first");
  expect(readFileSync(join(directory, "b"), "utf8")).toBe("second");
});
