import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/**/*.unit.test.ts"] } },
      {
        // Deploys to the offline clouds. The first run also installs their servers.
        test: {
          name: "integration",
          include: ["test/**/*.integration.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
