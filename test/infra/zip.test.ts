import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { deflateRaw } from "pako";
import { expect, test } from "vitest";
import { deflate, isLikePako, pako } from "../../infra/build/deflate.ts";
import { directoryOf, type ZipEntry, zip } from "../../infra/build/zip.ts";

/** Bytes with repetitions of several kinds, beside bytes without any. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(3000)).map(([part, times]) => {
        return Uint8Array.from({ length: part.length * times }, (_, at) => part[at % part.length] ?? 0);
      }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat([...parts, ...parts.toReversed()]));

test("compresses to the same bytes natively and in plain JavaScript", () => {
  return fc.assert(
    fc.property(content, (bytes) => {
      const compressed = deflate(bytes);
      expect(Buffer.compare(compressed, pako()(bytes))).toBe(0);
      expect(Buffer.compare(inflateRawSync(compressed), bytes)).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test("takes a compressor for pako's equal only with all its settings", () => {
  expect(isLikePako(pako())).toBe(true);
  const others = [
    { level: 4 },
    { level: 6 },
    { level: 9 },
    { level: 5, memLevel: 7 },
    { level: 5, memLevel: 9 },
    { level: 5, windowBits: 14 },
    { level: 5, strategy: 1 },
  ];
  for (const settings of others) expect(isLikePako((bytes) => deflateRawSync(bytes, settings))).toBe(false);
  // As zlib itself does it, without the hash that Node.js has.
  expect(isLikePako((bytes) => deflateRaw(bytes, { level: 5, legacyHash: true }))).toBe(false);
});

const path = fc.stringMatching(/^[a-zé漢😀]{1,8}(\/[a-z]{1,3}){0,2}$/u);
const entry = fc.record({
  path,
  content: fc.uint8Array({ maxLength: 200 }),
  executable: fc.boolean(),
  link: fc.boolean(),
});

test("Python reads every file of a zip as it went in", () => {
  const folder = mkdtempSync(join(tmpdir(), "polyfn-zip-"));
  const script = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, z.read(i).hex(), i.external_attr >> 16] for i in z.infolist()]))`;
  try {
    const entries = fc.sample(
      fc.uniqueArray(entry, { selector: (one) => one.path, minLength: 20, maxLength: 200 }),
      1,
    )[0];
    const file = join(folder, "a.zip");
    writeFileSync(file, zip(entries ?? []));
    const read = JSON.parse(execFileSync("python3", ["-c", script, file], { encoding: "utf8" }));
    const mode = ({ executable, link }: ZipEntry) => (link ? 0o120777 : executable ? 0o100755 : 0o100644);
    const expected = (entries ?? []).map((one) => [one.path, Buffer.from(one.content).toString("hex"), mode(one)]);
    expect(read).toEqual(expected.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a zip's directory has its files, and only the last of those with one path", () => {
  const named = (text: string) => ({ path: "b", content: Buffer.from(text) });
  const made = zip([named("old"), { path: "a", content: Buffer.from("c"), link: true }, named("newer")]);
  expect(directoryOf(made)).toEqual([
    { path: "a", size: 1, executable: false, link: true },
    { path: "b", size: 5, executable: false, link: false },
  ]);
});

test("refuses more files than a zip can have", () => {
  const many = Array.from({ length: 65_536 }, (_, at) => ({ path: `${at}`, content: new Uint8Array() }));
  expect(() => zip(many)).toThrow("A package has 65536 files and");
});
