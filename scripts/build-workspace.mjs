// `npm run build` in a workspace: its package as it is published, in its dist. npm runs it before packing.
import process from "node:process";
import { compileWorkspace } from "./compile.mjs";
import { prepareRepository } from "./setup.mjs";

prepareRepository();
await compileWorkspace(process.cwd());
