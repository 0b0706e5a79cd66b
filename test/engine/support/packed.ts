import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { inject } from "vitest";
import { withLock } from "../../../offline/cache.ts";
import { quiet } from "./project.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** The packages of this repository as `npm pack` makes them. */
export interface PackedPackages {
  readonly directory: string;
  /** Absolute paths of the tarballs. */
  readonly polyfn: string;
  readonly emulator: string;
}

/** Packs once in a run, whichever test file comes first; the others wait. */
export async function packedPackages(): Promise<PackedPackages> {
  const directory = join(inject("packed"), "ready");
  const files = await withLock(join(inject("packed"), "lock"), quiet, async () => {
    const packed = await readdir(directory).catch(() => undefined);
    return packed ?? pack(directory);
  });
  const named = (pattern: RegExp): string => join(directory, files.find((file) => pattern.test(file)) ?? "");
  return { directory, polyfn: named(/^polyfn-\d/), emulator: named(/^polyfn-aliyun-emulator-/) };
}

async function pack(directory: string): Promise<string[]> {
  const unfinished = `${directory}-unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  const destination = ["--pack-destination", unfinished];
  await execa("npm", ["pack", ...destination], { cwd: repository });
  await execa("npm", ["pack", "--workspace", "offline/aliyun", ...destination], { cwd: repository });
  await rename(unfinished, directory);
  return readdir(directory);
}
