import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { type Binary, describeBinary, readBinary, runsOn } from "./binary.ts";
import { type Findings, joined, listed, NOTHING_FOUND, problem, remark } from "./findings.ts";
import type { PackageFile } from "./tree.ts";

export interface PythonPackage {
  readonly fn: Pick<ResolvedFunction, "name" | "architecture" | "layers" | "runtime">;
  readonly files: readonly PackageFile[];
  /** Packages that the runtime brings, by their normalized names. */
  readonly provides: readonly string[];
  /** The cloud's name of the runtime: "python3.13". */
  readonly runtime: string;
}

/** Dependencies that are declared and not installed, and extension modules that the function cannot load. */
export const pythonPackages = (pack: PythonPackage): Findings => joined([dependencies(pack), extensions(pack)]);

const handlerPath = ({ fn }: PythonPackage): string[] => ["functions", fn.name, "handler"];

function dependencies(pack: PythonPackage): Findings {
  const { fn, files, provides } = pack;
  const declared = declaredPackages(files);
  if (declared === undefined) return NOTHING_FOUND;
  const installed = installedPackages(files);
  const missing = declared.names.filter(
    (name) => !installed.has(normalized(name)) && !provides.includes(normalized(name)),
  );
  if (missing.length === 0) return NOTHING_FOUND;
  const message = `${declared.file} asks for ${listed(missing)}, which ${missing.length === 1 ? "is" : "are"} not in the package: polyfn packages files as they are and installs nothing.`;
  const remedy = `Install them beside the handler (${installCommand(declared.file === REQUIREMENTS ? `-r ${REQUIREMENTS}` : missing.join(" "), pack)}), bring them in a layer, or leave ${declared.file} out with .polyfnignore.`;
  const found = { path: handlerPath(pack), message, remedy };
  return fn.layers.length > 0
    ? remark({ code: "layer-dependencies", ...found })
    : problem({ code: "missing-dependencies", ...found });
}

/** For the machine of the function, which need not be the one at hand. */
function installCommand(what: string, { fn, runtime }: PythonPackage): string {
  const version = /^python(\d+\.\d+)$/.exec(runtime)?.[1];
  const machine = fn.architecture === "arm64" ? "aarch64" : "x86_64";
  const python = version === undefined ? "" : ` --python-version ${version}`;
  return `pip install ${what} -t . --platform manylinux2014_${machine} --only-binary=:all:${python}`;
}

interface Declared {
  readonly file: string;
  readonly names: readonly string[];
}

/** The packages that the first of the usual files at the package's root asks for. */
function declaredPackages(files: readonly PackageFile[]): Declared | undefined {
  const sources = new Map(files.map(({ path, source }) => [path, source]));
  const read = (path: string): string | undefined => {
    const source = sources.get(path);
    return source === undefined ? undefined : readFileSync(source, "utf8");
  };
  for (const [file, names] of Object.entries(READERS)) {
    const text = read(file);
    const found = text === undefined ? [] : names(text, read);
    if (found.length > 0) return { file, names: [...new Set(found)] };
  }
  return undefined;
}

const REQUIREMENTS = "requirements.txt";

type Read = (path: string) => string | undefined;

const READERS: Readonly<Record<string, (text: string, read: Read) => string[]>> = {
  [REQUIREMENTS]: (text, read) => requirements(text, read, new Set()),
  "pyproject.toml": (text) => project(text),
  Pipfile: (text) => pipfile(text),
};

/** https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
function requirements(text: string, read: Read, seen: Set<string>): string[] {
  const lines = text.replace(/\\\r?\n/g, " ").split(/\r?\n/);
  return lines.flatMap((line) => {
    const plain = line.replace(/(^|\s)#.*$/, "").trim();
    const [, other] = /^(?:-r|--requirement)[ =]?\s*(\S+)/.exec(plain) ?? [];
    if (other !== undefined) {
      const path = posix.normalize(other);
      if (seen.has(path)) return [];
      seen.add(path);
      return requirements(read(path) ?? "", read, seen);
    }
    return plain.startsWith("-") ? [] : requirement(plain);
  });
}

/** The name in a requirement; none for one that applies on some machines only, or names only an address. */
function requirement(text: string): string[] {
  const [, name] = /^([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*($|[@=<>!~(;\s])/.exec(text) ?? [];
  const [, egg] = /#egg=([\w.-]+)/.exec(text) ?? [];
  if (text.includes(";")) return [];
  return (name ?? egg) === undefined ? [] : [name ?? egg ?? ""];
}

const projectFile = z.object({
  project: z.object({ dependencies: z.array(z.string()).optional() }).optional(),
  tool: z
    .object({ poetry: z.object({ dependencies: z.record(z.string(), z.unknown()).optional() }).optional() })
    .optional(),
});

function project(text: string): string[] {
  const { data } = projectFile.safeParse(toml(text));
  const own = (data?.project?.dependencies ?? []).flatMap(requirement);
  return [...own, ...Object.keys(data?.tool?.poetry?.dependencies ?? {}).filter((name) => name !== "python")];
}

function pipfile(text: string): string[] {
  const { data } = z.object({ packages: z.record(z.string(), z.unknown()).optional() }).safeParse(toml(text));
  return Object.keys(data?.packages ?? {});
}

/** A file that cannot be read says nothing; the tool that it belongs to reports it. */
function toml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
const normalized = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

/** The files that pip has written beside a package, or a module or folder with the package's own name. */
function installedPackages(files: readonly PackageFile[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { path } of files) {
    const [, distribution] = /(?:^|\/)([^/]+?)-[^-/]+(?:-py[\d.]+)?\.(?:dist|egg)-info(?:\/|$)/.exec(path) ?? [];
    if (distribution !== undefined) found.add(normalized(distribution));
    const [top = ""] = path.split("/");
    if (path.includes("/") || top.endsWith(".py")) found.add(normalized(top.replace(/\.py$/, "")));
  }
  return found;
}

interface Extension {
  readonly path: string;
  readonly binary: Binary;
}

/**
 * Extension modules that no interpreter of the function can load: for another system, processor or version of Python.
 * A module that is there for several of them is fine when one fits.
 */
function extensions(pack: PythonPackage): Findings {
  const modules = new Map<string, Extension[]>();
  for (const file of extensionFiles(pack.files)) {
    const name = file.path.replace(/([^/.]+)\.[^/]*$/, "$1");
    modules.set(name, [...(modules.get(name) ?? []), file]);
  }
  const broken = [...modules.values()].flatMap((files) =>
    files.some((file) => misfit(file, pack) === undefined) ? [] : files.slice(0, 1),
  );
  const [first] = broken;
  if (first === undefined) return NOTHING_FOUND;
  const others = broken.length === 1 ? "" : ` (and ${broken.length - 1} more)`;
  return problem({
    code: "foreign-binary",
    path: handlerPath(pack),
    message: `${first.path}${others} ${misfit(first, pack)}.`,
    remedy: `Install the packages for the function: ${installCommand(`-r ${REQUIREMENTS}`, pack)}.`,
  });
}

function extensionFiles(files: readonly PackageFile[]): Extension[] {
  return files
    .filter(({ path, link }) => link === undefined && /\.(so|pyd)$/.test(path))
    .flatMap(({ path, source }) => {
      const binary = readBinary(readFileSync(source));
      return binary === undefined ? [] : [{ path, binary }];
    });
}

/** Why the function cannot load a module, if it cannot. */
function misfit({ path, binary }: Extension, { fn, runtime }: PythonPackage): string | undefined {
  if (!runsOn(binary, fn.architecture)) {
    return `is ${describeBinary(binary)}; the function runs on Linux on ${fn.architecture}`;
  }
  const [, major, minor] = /\.cpython-(\d)(\d+)-/.exec(path) ?? [];
  const version = `python${major}.${minor}`;
  if (major === undefined || fn.runtime === "custom" || version === runtime) return undefined;
  return `is for Python ${major}.${minor}; the function runs on ${runtime}`;
}
