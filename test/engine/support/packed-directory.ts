import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Directory of this run's packed packages. */
    packed: string;
  }
}

/** A directory for the packages that tests of one run share. The first test that needs them packs them. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "polyfn-packed-"));
  provide("packed", directory);
  return () => rm(directory, { recursive: true, force: true });
}
