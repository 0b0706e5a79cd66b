/** The modules of an installed polyfn that the workers use. The arguments are the project's folder and a target. */
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const [, , directory = "", target = ""] = process.argv;

export async function packageModules() {
  const root = join(directory, "node_modules/polyfn/dist");
  const own = (path) => import(pathToFileURL(join(root, path)).href);
  const { buildFunctions } = await own("infra/build/index.js");
  const { loadSpec } = await own("infra/spec-file.js");
  const { adapterFor } = await own("infra/targets.js");
  const { parseApp } = await own("model/parse.js");
  const { ownModule } = await own("infra/build/paths.js");
  const { build } = createRequire(join(root, "index.js"))("esbuild");
  const app = async () => parseApp((await loadSpec(directory, directory)).input);
  return { directory, target, adapterFor, app, build, buildFunctions, ownModule };
}
