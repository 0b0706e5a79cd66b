/** Loads what the other workers load, and starts the bundler: their common part. */
import { packageModules } from "./modules.mjs";

const { build, target, adapterFor } = await packageModules();
await adapterFor(target);
await build({ stdin: { contents: "" }, write: false });
