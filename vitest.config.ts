import process from "node:process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const exclude = ["**/.polyfn/**", "node_modules/**"];
const engine = ["test/engine/**/*.test.ts", "test/conformance/**/*.test.ts"];

export default defineConfig({
  resolve: {
    // The packages' own names mean their sources, as in tsconfig.json.
    alias: [
      { find: /^polyfn$/, replacement: source("./index.ts") },
      { find: /^polyfn\/adapter$/, replacement: source("./adapter.ts") },
      { find: /^polyfn\/adapter\/shim$/, replacement: source("./runtime/shim/index.ts") },
      { find: /^polyfn\/program$/, replacement: source("./program.ts") },
      { find: /^polyfn\/runtime$/, replacement: source("./runtime/index.ts") },
      { find: /^polyfn\/testing$/, replacement: source("./testing/index.ts") },
      { find: /^polyfn\/testing\/vitest$/, replacement: source("./testing/vitest/index.ts") },
      { find: /^@polyfn\/(\w+)-emulator$/, replacement: source("./offline/$1/index.ts") },
    ],
  },
  test: {
    // Waits end when what they wait for happens. The limits are for a test that hangs, also on a slow, busy machine.
    expect: { poll: { timeout: 120_000 } },
    // A sequencer replaces the one that shuffles files on request.
    ...(process.argv.some((arg) => arg.startsWith("--sequence.")) ? {} : { sequence: { sequencer: LongestFirst } }),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "offline/demo/*.test.ts"],
          exclude: [...exclude, ...engine],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: "templates",
          include: ["templates/*/test/*.unit.test.ts"],
          // Each template is a project of its own: its tests run in its folder.
          setupFiles: ["test/templates/enter-template.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "engine",
          include: engine,
          exclude,
          testTimeout: 900_000,
          hookTimeout: 1_800_000,
          globalSetup: ["test/engine/support/packed-directory.ts"],
          // After the quick ones, which say more clearly what is wrong.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
