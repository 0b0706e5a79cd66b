import process from "node:process";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "../../cache.ts";
import type { Server } from "../server.ts";

const polyfn = fileURLToPath(new URL("../../../bin/polyfn.mjs", import.meta.url));

/** polyfn's own emulator, as `polyfn offline aliyun` runs it. */
export const aliyunEmulator: Server = {
  title: "the Aliyun emulator",
  address: { usual: "http://127.0.0.1:4580", variable: "POLYFN_ALIYUN_URL" },
  health: "/_polyfn/health",
  reset: "/_polyfn/reset",
  available: async () => true,
  prepare: async () => ({
    command: process.execPath,
    arguments: ({ port }) => [polyfn, "offline", "aliyun", "--port", String(port)],
    // Its certificate authority is kept where this process would look for it.
    settings: () => ({ POLYFN_CACHE: cacheDirectory() }),
  }),
};
