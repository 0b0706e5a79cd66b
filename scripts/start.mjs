// `npm start`: works on a fresh clone, so nothing here needs a dependency until the repository is prepared.
import process from "node:process";
import { prepareRepository, root } from "./setup.mjs";

prepareRepository();

const { register } = await import("tsx/esm/api");
register();
const { start } = await import("../offline/demo/start.ts");
// Connections kept alive to the offline cloud must not keep this process alive.
process.exit(await start(root, process.argv.slice(2)));
