import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Input } from "../../infra/build/digests.ts";
import { buildFunctions } from "../../infra/build/index.ts";
import { SpecError } from "../../model/errors.ts";
import { parseApp } from "../../model/parse.ts";
import { adapter } from "./builds.ts";
import { apply, copyTree, type Edit, edits, plant } from "./cache-tree.ts";
import { temporaryDirectory } from "./project.ts";

const app = parseApp({ name: "shop", functions: { a: { handler: "src/a.ts", external: ["left-out"] } } });

type Counts = (input: Input) => boolean;

/** The digest of the package, or the problems of the build. */
async function outcome(directory: string, counts?: Counts): Promise<string> {
  try {
    const { artifacts } = await buildFunctions({ app, adapter, directory, ...(counts && { counts }) });
    return artifacts.get("a")?.sha256 ?? "";
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
}

/** The outcome without any cache. */
async function clean(directory: string): Promise<string> {
  const [cache, aside] = [join(directory, ".polyfn"), join(directory, ".aside")];
  renameSync(cache, aside);
  try {
    return await outcome(directory);
  } finally {
    rmSync(cache, { recursive: true, force: true });
    renameSync(aside, cache);
  }
}

/** Edits a tree at random and builds it after each edit: the package is the same with and without the cache. */
async function cachedEqualsClean(counts?: Counts) {
  const root = temporaryDirectory();
  const template = join(root, "template");
  plant(template);
  mkdirSync(join(template, ".polyfn"));
  // The first build of each copy takes the package from the cache, which is copied with the tree.
  await outcome(template, counts);
  let tree = 0;
  return fc.asyncProperty(edits, async (sequence: readonly Edit[]) => {
    const directory = join(root, `${tree++}`);
    copyTree(template, directory);
    const seen = new Set([await outcome(directory, counts)]);
    for (const edit of sequence) {
      apply(directory, edit);
      const now = await outcome(directory, counts);
      // A tree that was never built cannot come from the cache.
      if (seen.has(now)) expect(now).toBe(await clean(directory));
      seen.add(now);
    }
    rmSync(directory, { recursive: true });
  });
}

describe("a cached package", () => {
  test("equals a clean build after 500 random sequences of edits", async () => {
    await fc.assert(await cachedEqualsClean(), { numRuns: 500 });
  }, 600_000);

  const HOLES: Readonly<Record<string, Counts>> = {
    "what tsconfig.json extends": ({ path }) => !/config\/|shared-config/.test(path),
    "files that would win a resolution": ({ kind }) => kind !== "candidates",
    "package.json and settings": ({ kind }) => kind !== "scope",
    "the content of files": ({ kind }) => kind !== "content",
  };

  test.each(Object.entries(HOLES))(
    "differs when the cache key ignores %s",
    async (_, counts) => {
      const { failed, counterexample } = await fc.check(await cachedEqualsClean(counts), {
        numRuns: 2_000,
        endOnFailure: true,
      });
      expect(failed, `counterexample: ${JSON.stringify(counterexample)}`).toBe(true);
    },
    600_000,
  );
});
