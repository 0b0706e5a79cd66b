import { createRequire } from "node:module";
import { defineHandler } from "polyfn/runtime";

/** Says what the package of the layer holds, which is nowhere in this function's own. */
export default defineHandler({
  raw: () => ({ says: createRequire(import.meta.url)("from-layer") as string }),
});
