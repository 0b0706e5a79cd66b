import { readFileSync, statSync } from "node:fs";
import { basename, dirname, posix, relative, resolve, sep } from "node:path";
import { z } from "zod";
import type { Packaging } from "../../adapters/contract.ts";
import type { Problem } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { notUtf8At, unreadable } from "../reading.ts";
import { addonFindings } from "./addon-files.ts";
import { startProblems } from "./bootstrap.ts";
import { directoryFiles, handlerFile } from "./files.ts";
import { type Findings, joined, listed, NOTHING_FOUND, problem, remark } from "./findings.ts";
import { includedFiles } from "./include.ts";
import { copiedModules } from "./node-modules.ts";
import { pythonFunction } from "./python-handler.ts";
import { pythonPackages } from "./python-packages.ts";
import type { LeftOut, PackageFile, Tree } from "./tree.ts";

/** The files that go into a function's package as they are, and what is found in them. */
export interface Contents extends Findings {
  /** One for each path. */
  readonly files: readonly PackageFile[];
  readonly leftOut: readonly LeftOut[];
}

type FilesPackaging = Extract<Packaging, { kind: "files" }>;

/** A function of whose handler the whole folder is packaged. */
interface Folder {
  readonly fn: ResolvedFunction;
  readonly packaging: FilesPackaging;
  /** As the spec writes it. */
  readonly handler: string;
  /** Absolute. */
  readonly source: string;
  readonly files: readonly PackageFile[];
}

/** The contents of a folder, and its path below the spec's directory. */
interface Placed {
  readonly tree: Tree;
  readonly place: string;
}

/** Reads what a function's package holds beside a bundle. Bundles and images have no folder. */
export function contentsOf(fn: ResolvedFunction, packaging: Packaging, directory: string): Contents {
  const modules = copiedModules(fn, directory);
  const included = includedFiles(fn, directory, modules.files);
  const folder = packaging.kind === "files" ? folderOf(fn, packaging, directory) : undefined;
  const files = unique([...(folder?.tree.files ?? []), ...included.files]);
  const leftOut = [...(folder?.tree.leftOut ?? []), ...modules.leftOut, ...included.leftOut];
  const found = joined([
    modules,
    { problems: included.problems, remarks: [] },
    ...leftOut.filter(({ expected }) => !expected).map((one) => notPackaged(fn.name, one)),
    addonFindings(files, fn),
    ...(folder ? [copiedLinks(fn.name, folder.tree), runnable({ ...folder, files })] : []),
  ]);
  return { ...found, files, leftOut };
}

const unique = (files: readonly PackageFile[]): PackageFile[] => [
  ...new Map(files.map((file) => [file.path, file])).values(),
];

/** A handler that is missing or cannot be read is reported elsewhere. */
function folderOf(fn: ResolvedFunction, packaging: FilesPackaging, directory: string) {
  const handler = handlerFile(fn.handler ?? "");
  const source = resolve(directory, handler);
  if (unreadable(source) !== undefined) return undefined;
  const tree = directoryFiles(source, { modules: fn.runtime === "custom" });
  const place = relative(directory, statSync(source).isDirectory() ? source : dirname(source))
    .split(sep)
    .join("/");
  return { fn, packaging, handler, source, tree, place };
}

function runnable(folder: Folder & Placed): Findings {
  const { fn, files, packaging } = folder;
  const { provides, runtime } = packaging;
  const packages = pythonPackages({ fn, files, provides, runtime });
  return fn.runtime === "custom"
    ? joined([bootstrap(folder), packages, nodeModules(folder)])
    : joined([pythonHandler(folder), packages]);
}

const handlerPath = (fn: ResolvedFunction): string[] => ["functions", fn.name, "handler"];

function pythonHandler({ fn, handler, source }: Folder): Findings {
  const path = handlerPath(fn);
  const file = basename(handler);
  if (statSync(source).isDirectory() || !file.endsWith(".py")) {
    const what = statSync(source).isDirectory() ? "a folder" : "not a Python file";
    return problem({
      code: "bad-handler",
      path,
      message: `"${handler}" is ${what}; the handler of a Python function is a file and a function in it.`,
      remedy: 'Write it as "folder/file.py:function".',
    });
  }
  if (!/^[\w-]+\.py$/.test(file)) {
    return problem({
      code: "bad-handler",
      path,
      message: `"${file}" has a name that Python cannot import: a module's name has letters, digits, underscores and hyphens.`,
      remedy: `Rename it, for example to "${file.slice(0, -3).replace(/[^\w-]+/g, "_")}.py".`,
    });
  }
  const name = (fn.handler ?? "").slice(handler.length + 1) || "handler";
  const bytes = readFileSync(source);
  const place = notUtf8At(bytes);
  const text = bytes.toString("utf8");
  if (place !== undefined && !CODING.test(text)) return notUtf8(path, `${handler}:${place.line}:${place.column}`);
  return pythonFunction(text, { file: handler, name, path });
}

/** Declares another encoding. https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations */
const CODING = /^(?:.*\n)?[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+/;

const notUtf8 = (path: Problem["path"], place: string): Findings =>
  problem({
    code: "python-syntax",
    path,
    message: `${place}: the file is not UTF-8 text, and declares no other encoding.`,
    remedy: "Save it as UTF-8.",
  });

/** The file that the platform starts. */
function bootstrap({ fn, packaging, files, place, tree }: Folder & Placed): Findings {
  const { program, root } = packaging;
  if (program === undefined) return NOTHING_FOUND;
  const paths = files.map(({ path }) => path);
  const file = files.find(({ path }) => path === program);
  const at = posix.join(place, program);
  const left = tree.leftOut.find(({ path }) => path === program);
  if (left !== undefined && file === undefined) return unpackaged(fn, at, left);
  if (file === undefined) return noBootstrap(fn, program, place, paths);
  if (statSync(file.source).isDirectory()) return isFolder(fn, at);
  return startProblems(readFileSync(file.source), { fn, paths, root, place: at });
}

function noBootstrap(fn: ResolvedFunction, program: string, place: string, paths: readonly string[]): Findings {
  if (paths.some((path) => path.startsWith(`${program}/`))) return isFolder(fn, posix.join(place, program));
  const near = paths.find((path) => posix.basename(path) === program) ?? nearest(program, paths);
  const holds = paths.length === 0 ? "holds no files" : `holds ${listed(paths)}`;
  return problem({
    code: "missing-bootstrap",
    path: handlerPath(fn),
    message: `The package has no "${program}", which starts a custom runtime: the folder "${place || "."}" ${holds}.`,
    remedy: near === undefined ? `Add an executable file "${program}" to it.` : bootstrapRemedy(program, place, near),
  });
}

const unpackaged = (fn: ResolvedFunction, place: string, { why, expected }: LeftOut): Findings =>
  problem({
    code: "missing-bootstrap",
    path: handlerPath(fn),
    message: `${place}, which starts a custom runtime, is not packaged: it ${why}.`,
    remedy: expected ? "Change .polyfnignore, so that it is packaged." : "Replace it by an executable file.",
  });

const bootstrapRemedy = (program: string, place: string, near: string): string =>
  posix.basename(near) === program
    ? `Set handler to "${posix.join(place, posix.dirname(near))}", where "${program}" is.`
    : `Rename "${near}" to "${program}", or add an executable file of that name.`;

const isFolder = (fn: ResolvedFunction, place: string): Findings =>
  problem({
    code: "bad-bootstrap",
    path: handlerPath(fn),
    message: `${place} is a folder; a custom runtime is started by an executable file of this name.`,
    remedy: "Rename the folder, and add the file.",
  });

const manifest = z.object({ dependencies: z.record(z.string(), z.string()).optional() });

/** A `package.json` may also belong to sources that are bundled, so what is missing is only remarked on. */
function nodeModules({ fn, files }: Folder): Findings {
  const source = files.find(({ path }) => path === "package.json")?.source;
  if (source === undefined) return NOTHING_FOUND;
  const paths = files.map(({ path }) => path);
  const missing = dependenciesOf(source).filter(
    (name) => !paths.some((path) => `${path}/`.startsWith(`node_modules/${name}/`)),
  );
  if (missing.length === 0) return NOTHING_FOUND;
  return remark({
    code: "missing-modules",
    path: handlerPath(fn),
    message: `package.json asks for ${listed(missing)}, which ${missing.length === 1 ? "is" : "are"} not in the package's node_modules.`,
    remedy: "Install them beside the handler (npm install), or leave package.json out with .polyfnignore.",
  });
}

function dependenciesOf(source: string): string[] {
  try {
    return Object.keys(manifest.parse(JSON.parse(readFileSync(source, "utf8"))).dependencies ?? {});
  } catch {
    // Not the manifest of a package.
    return [];
  }
}

const notPackaged = (name: string, { path, why }: LeftOut): Findings =>
  remark({
    code: "not-packaged",
    path: ["functions", name],
    message: `"${path}" is not packaged: it ${why}.`,
    remedy:
      'Replace it by a file that can be packaged, or name it in .polyfnignore or in a pattern that begins with "!".',
  });

const copiedLinks = (name: string, { copied }: Tree): Findings => ({
  problems: [],
  remarks: copied.map((path) => ({
    code: "link-copied",
    path: ["functions", name],
    message: `"${path}" is a link out of the handler's folder; what it leads to is packaged in its place.`,
    remedy: "Nothing needs to be done if that is what you want; otherwise remove the link.",
  })),
});
