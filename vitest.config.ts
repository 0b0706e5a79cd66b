import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // The package's own name means its sources, as in tsconfig.json.
    alias: [
      { find: /^polyfn$/, replacement: source("./index.ts") },
      { find: /^polyfn\/runtime$/, replacement: source("./runtime/index.ts") },
    ],
  },
  test: { include: ["test/**/*.test.ts"], exclude: ["**/.polyfn/**", "node_modules/**"], testTimeout: 30_000 },
});
