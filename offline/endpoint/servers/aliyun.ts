import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { UserError } from "../../../model/errors.ts";
import { cacheDirectory } from "../../cache.ts";
import type { Server } from "../server.ts";

/** The package's own command, next to package.json in a clone and in the published package. */
const polyfn = join(dirname(createRequire(import.meta.url).resolve("polyfn/package.json")), "bin", "polyfn.mjs");

/** polyfn's own emulator, as `polyfn offline aliyun` runs it. */
export const aliyunEmulator: Server = {
  title: "the Aliyun emulator",
  address: { usual: "http://127.0.0.1:4580", variable: "POLYFN_ALIYUN_URL" },
  health: "/_polyfn/health",
  reset: "/_polyfn/reset",
  available: async () => true,
  debugging: {
    note: "which gives a debugged function all the time and memory it takes.",
    async listen({ url }, functionName, port) {
      const body = JSON.stringify({ function: functionName, port });
      const answer = await fetch(new URL("/_polyfn/debug", url), { method: "POST", body });
      if (answer.ok) return;
      throw new UserError(
        `The emulator at ${url} does not let functions be debugged: ${answer.status} ${await answer.text()}`,
        "Update @polyfn/aliyun-emulator, and start it again.",
      );
    },
  },
  prepare: async () => ({
    command: process.execPath,
    arguments: ({ port }) => [polyfn, "offline", "aliyun", "--port", String(port)],
    // The certificate authority is kept where this process looks for it.
    settings: () => ({ POLYFN_CACHE: cacheDirectory() }),
  }),
};
