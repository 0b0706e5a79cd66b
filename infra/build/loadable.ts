import { isBuiltin } from "node:module";
import type { PartialMessage, Plugin } from "esbuild";
import { remedied } from "./messages.ts";
import { isOwnSource } from "./paths.ts";

/** Modules that Node.js got after the oldest version that functions run on, and the first version with them. */
const SINCE: Readonly<Record<string, number>> = { "node:sqlite": 22 };

/**
 * Refuses imports in the user's own sources that always fail: of the web, which Node.js does not load code from, and of
 * modules that it does not have. The bundler leaves both to the run time. Dependencies may guard such imports.
 * @param syntax The oldest Node.js of the functions, as the bundler's target.
 */
export function loadable(directory: string, syntax: string): Plugin {
  const version = Number(/^node(\d+)/.exec(syntax)?.[1] ?? Number.POSITIVE_INFINITY);
  return {
    name: "polyfn-loadable",
    setup(build) {
      build.onResolve({ filter: /^(?:https?:|node:|\/\/)/ }, ({ path, importer, namespace, kind }) => {
        if (namespace !== "file" || !isOwnSource(importer, directory)) return undefined;
        const error = path.startsWith("node:") ? builtin(path, version, kind === "import-statement") : web(path);
        return error && { errors: [error] };
      });
    },
  };
}

const web = (path: string): PartialMessage =>
  remedied(
    `"${path}" is on the web, which Node.js loads no code from`,
    "Install the package with npm and import it by its name, or download the file and import it by its path.",
  );

function builtin(path: string, version: number, atStart: boolean): PartialMessage | undefined {
  const since = SINCE[path];
  if (since === undefined && !isBuiltin(path)) {
    const remedy = "Correct the name, or build with a Node.js that has the module.";
    return remedied(`Node.js ${process.versions.node}, which runs the build, has no module "${path}"`, remedy);
  }
  if (since === undefined || version >= since || !atStart) return undefined;
  return remedied(
    `The function runs on Node.js ${version}, and "${path}" is in Node.js ${since} and later`,
    "Choose a newer runtime for the function, or replace the module by a package from npm.",
  );
}
