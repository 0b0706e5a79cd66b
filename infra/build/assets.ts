import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";
import { unreadable } from "../reading.ts";
import { sha256 } from "./digests.ts";
import { isOwnSource, packagePlace } from "./paths.ts";
import { bytesFor, notRead, notUtf8 } from "./utf8.ts";

/** Imports of these files give their text. */
export const TEXT_LOADERS = Object.fromEntries(
  ["html", "sql", "graphql", "gql", "txt", "md", "csv", "css"].map((extension) => [`.${extension}`, "text"]),
) satisfies BuildOptions["loader"];

/**
 * Refuses text that is not UTF-8, over which the bundler's source maps never end, and notes the digests of the user's own
 * text and JSON.
 */
export function dataFiles(directory: string, digests: Map<string, string>): Plugin {
  const filter = new RegExp(`(?:${[...Object.keys(TEXT_LOADERS), ".json"].join("|").replaceAll(".", "\\.")})$`);
  const remedy = "Save it as UTF-8, or read its bytes at run time.";
  return {
    name: "polyfn-data-files",
    setup(build) {
      build.onLoad({ filter }, async ({ path }) => {
        const { bytes, error = bytes && notUtf8(path, bytes, { directory, remedy }) } = await bytesFor(path, directory);
        if (error) return { errors: [error] };
        if (bytes === undefined || !isOwnSource(path, directory)) return undefined;
        digests.set(path, sha256(bytes));
        return { contents: bytes, loader: path.endsWith(".json") ? "json" : "text" };
      });
    },
  };
}

/**
 * An import of a `.wasm` file gives its bytes. They are a file of the package: in the code they would be Base64, which
 * is a third larger and compresses badly.
 */
export function wasm(directory: string): Plugin {
  return {
    name: "polyfn-wasm",
    setup(build) {
      build.onLoad({ filter: /\.wasm$/ }, ({ path }) => {
        const why = unreadable(path);
        if (why !== undefined) return { errors: [notRead(path, directory, why)] };
        const contents = [
          'import { readFileSync } from "node:fs";',
          `export default readFileSync(__polyfnPath(__polyfnAt(${JSON.stringify(urlPath(path, directory))})));`,
        ].join("\n");
        return { contents, loader: "js" };
      });
    },
  };
}

/** A file's place in the package, as a relative URL. */
export const urlPath = (path: string, directory: string): string =>
  packagePlace(path, directory).split("/").map(encodeURIComponent).join("/");

const ASSET_URL = /\bnew\s+URL\(\s*(["'`])([^"'`$\n]+)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;
const BESIDE = /\b(?:join|resolve)\(\s*(?:__dirname|import\.meta\.dirname)\s*,\s*((?:(["'`])[^"'`$\n]+\2\s*,?\s*)+)\)/g;

/**
 * Files that a dependency's module names with `new URL("./file", import.meta.url)`, absolute, existing or not. The trees of
 * the user's own modules are read instead (`namedPaths`); of all dependencies that would take too long.
 */
export function assetUrls(text: string, module: string): string[] {
  return [...text.matchAll(ASSET_URL)].flatMap(([, , given = ""]) => {
    const [path = ""] = given.split(/[?#]/);
    if (path === "" || path.startsWith("/") || /^[a-z][a-z\d+.-]*:/i.test(path)) return [];
    return [resolve(dirname(module), decoded(path))];
  });
}

/** Files that a dependency's module names with `join(__dirname, "file")`, absolute, existing or not. */
export function filesBeside(text: string, module: string): string[] {
  return [...text.matchAll(BESIDE)].map(([, parts = ""]) =>
    resolve(dirname(module), ...[...parts.matchAll(/(["'`])([^"'`]+)\1/g)].map(([, , part = ""]) => part)),
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Hidden files hold settings and secrets of the developer's machine: only `include` packages them. */
export const isAsset = (path: string): boolean =>
  !basename(path).startsWith(".") && existsSync(path) && statSync(path).isFile();
