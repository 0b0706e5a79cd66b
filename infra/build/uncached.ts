import { join } from "node:path";
import type { CachedZip, Packages } from "./cache.ts";
import { Digests, sha256 } from "./digests.ts";
import { sizesOf } from "./sizes.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * A folder in place of the cache, for builds of which it is known that sources changed. Nothing is found in it, so the
 * digests of inputs, which take longer than a rebuild, are not needed.
 */
export const uncached = (folder: string): Packages => ({
  digests: new Digests({ of: (path, take) => take(path) }),
  find: async () => undefined,
  async store(_key, { inputs, content, findings }): Promise<CachedZip> {
    const digest = sha256(content);
    const zip = join(folder, `${digest}.zip`);
    await writeWhole(zip, content);
    const kept = [...inputs];
    return { zip, sha256: digest, sizes: sizesOf(content), findings, inputs: () => kept };
  },
  save: async () => undefined,
});
