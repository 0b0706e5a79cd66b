// `npm start`: works on a fresh clone, so nothing here needs a dependency until the repository is prepared.
import process from "node:process";
import { prepareRepository, root } from "./setup.mjs";

prepareRepository();

// Node.js 20 is supported here for as long as AWS Lambda runs it; the SDK's advice to leave it belongs elsewhere.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const { register } = await import("tsx/esm/api");
register();
const { start } = await import("../offline/demo/start.ts");
// Connections kept alive to the offline cloud must not keep this process alive.
process.exit(await start(root, process.argv.slice(2)));
