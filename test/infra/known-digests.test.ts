import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256 } from "../../infra/build/digests.ts";
import { KnownDigests } from "../../infra/build/known-digests.ts";
import { temporaryDirectory } from "./project.ts";

/** A file in a folder of its own, with the digests of builds that ask for it. */
function watched(text: string) {
  const folder = temporaryDirectory();
  const file = join(folder, "file.txt");
  writeFileSync(file, text);
  let taken = 0;
  const take = (path: string): Promise<string> => {
    taken += 1;
    return Promise.resolve(sha256(readFileSync(path)));
  };
  return {
    folder,
    file,
    /** The digest that a new build finds, and whether it read the file. */
    async build() {
      const before = taken;
      const known = await KnownDigests.open(folder);
      const digest = await known.of(file, take);
      await known.save();
      return { digest, read: taken > before };
    },
  };
}

/** Returns as soon as the file system's clock is past the last change of a file. */
function untilLater(file: string): void {
  const clock = `${file}.clock`;
  do writeFileSync(clock, "\n");
  while (statSync(clock, { bigint: true }).mtimeNs <= statSync(file, { bigint: true }).ctimeNs);
}

test("the next build does not read a file that has not changed", async () => {
  const { file, build } = watched("one");
  untilLater(file);
  expect(await build()).toEqual({ digest: sha256("one"), read: true });
  expect(await build()).toEqual({ digest: sha256("one"), read: false });
});

test("a file is read again after an edit that keeps its size and sets its time of modification back", async () => {
  const { file, build } = watched("one");
  const { atime, mtime } = statSync(file);
  untilLater(file);
  await build();
  writeFileSync(file, "two");
  utimesSync(file, atime, mtime);
  expect(await build()).toEqual({ digest: sha256("two"), read: true });
});

test("a file is read again when another of the same size is moved to its place", async () => {
  const { folder, file, build } = watched("one");
  untilLater(file);
  await build();
  writeFileSync(join(folder, "other.txt"), "two");
  renameSync(join(folder, "other.txt"), file);
  expect(await build()).toEqual({ digest: sha256("two"), read: true });
});

test("the digest of a file that changed since the build began is not kept", async () => {
  const { folder, file, build } = watched("one");
  const known = await KnownDigests.open(folder);
  writeFileSync(file, "two");
  await known.of(file, () => Promise.resolve(sha256("two")));
  await known.save();
  expect(await build()).toMatchObject({ read: true });
});

test("kept digests that are not as they were written count for nothing", async () => {
  const { folder, file, build } = watched("one");
  untilLater(file);
  await build();
  for (const broken of ["", "[]", '{ "key": 1 }', readFileSync(join(folder, "digests.json"), "utf8").slice(0, -9)]) {
    writeFileSync(join(folder, "digests.json"), broken);
    expect(await build()).toEqual({ digest: sha256("one"), read: true });
  }
});

test("what is no file has no digest", async () => {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, "inner"));
  const known = await KnownDigests.open(folder);
  const take = () => Promise.resolve(undefined);
  expect(await known.of(join(folder, "nowhere"), take)).toBe(undefined);
  expect(await known.of(join(folder, "inner"), take)).toBe(undefined);
});
