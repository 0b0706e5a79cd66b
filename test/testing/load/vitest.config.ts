import { defineConfig, mergeConfig } from "vitest/config";
import base from "../../../vitest.config.ts";

/**
 * 200 integration tests in eight files at the same time, against the clouds of this machine:
 * `npx vitest run --config test/testing/load/vitest.config.ts`. They take too long for every day.
 */
const { projects: _, ...test } = base.test ?? {};
export default mergeConfig(
  { ...base, test },
  defineConfig({
    test: {
      root: new URL("../../../", import.meta.url).pathname,
      include: ["test/testing/load/*.load.ts"],
      maxWorkers: 8,
      testTimeout: 180_000,
      hookTimeout: 180_000,
    },
  }),
);
