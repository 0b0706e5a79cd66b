import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { z } from "zod";
import { packageOf } from "./package-names.ts";

const settingsFile = z.object({
  files: z.array(z.string()).optional().catch(undefined),
  include: z.array(z.string()).optional().catch(undefined),
  exclude: z.array(z.string()).optional().catch(undefined),
  references: z.array(z.object({ path: z.string() })).catch([]),
  extends: z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]),
  compilerOptions: z.record(z.string(), z.unknown()).catch({}),
});

/** One `tsconfig.json` of a chain. */
export interface SettingsFile {
  /** Absolute. */
  readonly path: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The TypeScript settings of a folder. */
export interface CompilerSettings {
  /** The nearest file first, then what it extends. */
  readonly chain: readonly SettingsFile[];
  /** The options of the whole chain; those of a nearer file count. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Every path that the chain depends on, existing or not. */
  readonly probed: readonly string[];
  /** Files that extend each other in a circle, the first one again at the end. TypeScript refuses it. */
  readonly circle?: readonly string[] | undefined;
  /**
   * Referenced projects of a file with `"files": []`. TypeScript applies the settings of the project to which a source
   * belongs.
   */
  readonly projects: readonly Project[];
}

/** A file that another one names in `references`. */
export interface Project {
  readonly settings: CompilerSettings;
  readonly path: string;
  /** True if a source, by its absolute path, belongs to it. */
  readonly has: (source: string) => boolean;
}

/** Names that the bundler looks for, in order of precedence. */
export const SETTINGS_FILES = ["tsconfig.json", "jsconfig.json"];

const NONE: CompilerSettings = { chain: [], options: {}, probed: [], projects: [] };

/** Each folder from `from` up to the root of the file system. */
export function ancestors(from: string): string[] {
  const above = dirname(from);
  return above === from ? [from] : [from, ...ancestors(above)];
}

/** The settings of sources in a folder: the nearest file's, with everything that it extends. */
export class SettingsReader {
  readonly #known = new Map<string, CompilerSettings>();

  of(folder: string): CompilerSettings {
    const known = this.#known.get(folder);
    if (known) return known;
    const file = SETTINGS_FILES.map((name) => join(folder, name)).find(isFile);
    const above = dirname(folder);
    const settings = file === undefined ? (above === folder ? NONE : this.of(above)) : readChain(file, []);
    this.#known.set(folder, settings);
    return settings;
  }
}

/** `open` are the files that extend this one; `referenced` is one whose own `references` do not matter. */
function readChain(path: string, open: readonly string[], referenced = open.length > 0): CompilerSettings {
  if (open.includes(path)) return { ...NONE, probed: [path], circle: [...open.slice(open.indexOf(path)), path] };
  const file = readJson(path, settingsFile);
  if (file === undefined) return { ...NONE, probed: [path] };
  const probed = [path];
  let options = {};
  let circle: CompilerSettings["circle"];
  const chain: SettingsFile[] = [];
  for (const extended of file.extends) {
    const places = extendedPlaces(extended, dirname(path));
    probed.push(...places);
    // The first existing one counts. Readers differ in the order, so all of them are dependencies.
    const found = places.filter((place) => !place.endsWith("/package.json") && isFile(place));
    const chains = found.map((place) => readChain(place, [...open, path]));
    chain.unshift(...chains.flatMap((one) => one.chain));
    probed.push(...chains.flatMap((one) => one.probed));
    options = { ...options, ...chains[0]?.options };
    circle ??= chains[0]?.circle;
  }
  const projects = !referenced && isSolution(file) ? projectsOf(file, path) : [];
  probed.push(...projects.flatMap(({ settings }) => settings.probed));
  return {
    chain: [{ path, options: file.compilerOptions }, ...chain],
    options: { ...options, ...file.compilerOptions },
    probed,
    circle,
    projects,
  };
}

type SettingsJson = z.output<typeof settingsFile>;

const isSolution = ({ files, include }: SettingsJson): boolean => files?.length === 0 && (include ?? []).length === 0;

function projectsOf({ references }: SettingsJson, from: string): Project[] {
  return references.map((reference) => {
    const named = resolve(dirname(from), reference.path);
    const path = isFile(named) ? named : join(named, "tsconfig.json");
    return { path, settings: readChain(path, [], true), has: membership(path) };
  });
}

/** `files`, `include` and `exclude` of a settings file. The name of a folder includes everything in it. */
function membership(path: string): Project["has"] {
  const { files = [], include, exclude = [] } = readJson(path, settingsFile) ?? { files: [], include: [] };
  const patterns = [...files, ...(include ?? (files.length > 0 ? [] : ["**/*"]))];
  const any = (globs: readonly string[]) =>
    globs.flatMap((glob) => [posix.normalize(glob), posix.join(glob, "**/*")].map((one) => picomatch(one)));
  const [within, without] = [any(patterns), any(exclude)];
  return (source) => {
    const place = relative(dirname(path), source).split(sep).join("/");
    return within.some((matches) => matches(place)) && !without.some((matches) => matches(place));
  };
}

/** Paths that `extends` may name, in order of precedence. */
function extendedPlaces(extended: string, folder: string): string[] {
  const variants = (path: string) => [path, `${path}.json`, join(path, "tsconfig.json")];
  if (/^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:)/.test(extended)) return variants(resolve(folder, extended));
  return ancestors(folder).flatMap((above) => {
    const root = join(above, "node_modules", packageOf(extended));
    const manifest = join(root, "package.json");
    const named = readManifest(root);
    const exported = named === undefined ? [] : leaves(named.exports).map((leaf) => join(root, leaf));
    const own = named?.tsconfig === undefined ? [] : variants(join(root, named.tsconfig));
    const subpath = extended.slice(packageOf(extended).length);
    const given = exportedFiles(named?.exports, `.${subpath}`).map((leaf) => join(root, leaf));
    return [
      manifest,
      ...given,
      ...(subpath === "" ? own : []),
      ...variants(join(above, "node_modules", extended)),
      ...exported.filter((path) => path.endsWith("tsconfig.json") && subpath === ""),
    ];
  });
}

const names = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .optional()
  .catch(undefined);

const manifest = z.object({
  name: z.string().optional().catch(undefined),
  version: z.string().optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  module: z.string().optional().catch(undefined),
  tsconfig: z.string().optional().catch(undefined),
  exports: z.unknown().optional(),
  imports: z.unknown().optional(),
  dependencies: z.unknown().optional(),
  optionalDependencies: z.unknown().optional(),
  peerDependencies: z.unknown().optional(),
  peerDependenciesMeta: z.unknown().optional(),
  /** Platforms that the package is for; `!` excludes one. */
  os: names,
  cpu: names,
  libc: names,
  gypfile: z.unknown().optional(),
});
export type Manifest = z.output<typeof manifest>;

/** The package.json of a folder, if it has one that can be read. */
export const readManifest = (folder: string): Manifest | undefined => readJson(join(folder, "package.json"), manifest);

/** Paths or packages for a key of `exports` or `imports` of a package.json, under any condition. */
export function exportedFiles(map: unknown, key: string): string[] {
  const entries = typeof map === "object" && map !== null && !Array.isArray(map) ? Object.entries(map) : [];
  if (!entries.some(([name]) => /^[.#]/.test(name))) return key === "." ? leaves(map) : [];
  return entries.flatMap(([name, value]) => {
    const rest = matched(name, key);
    return rest === undefined ? [] : leaves(value).map((leaf) => leaf.replaceAll("*", () => rest));
  });
}

/** The part of a name that `*` of a pattern matches; "" for a pattern without `*` that equals the name. */
export function matched(pattern: string, name: string): string | undefined {
  if (pattern.endsWith("/") && name.startsWith(pattern)) return name.slice(pattern.length);
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === name ? "" : undefined;
  const fits = name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return fits ? name.slice(before.length, name.length - after.length) : undefined;
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

function readJson<T extends z.ZodType>(path: string, schema: T): z.output<T> | undefined {
  try {
    return schema.parse(JSON.parse(withoutComments(readFileSync(path, "utf8"))));
  } catch {
    return undefined;
  }
}

/** Settings files may have comments and commas before a closing bracket; strings stay as they are. */
const withoutComments = (text: string): string =>
  text
    .replace(/^\uFEFF/, "")
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string: string | undefined) => string ?? " ")
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? "");

export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
