import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const exclude = ["**/.polyfn/**", "node_modules/**"];
const engine = ["test/engine/**/*.test.ts", "test/conformance/**/*.test.ts"];

export default defineConfig({
  resolve: {
    // The package's own name means its sources, as in tsconfig.json.
    alias: [
      { find: /^polyfn$/, replacement: source("./index.ts") },
      { find: /^polyfn\/runtime$/, replacement: source("./runtime/index.ts") },
    ],
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [...exclude, ...engine], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: "engine",
          include: engine,
          exclude,
          // A deployment takes its time, and a busy machine doubles it.
          testTimeout: 300_000,
          hookTimeout: 600_000,
          maxWorkers: 2,
          // After the quick ones, which say more clearly what is wrong.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
