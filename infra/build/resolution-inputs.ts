import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { statsAt } from "../reading.ts";
import { ancestors, exportedFiles, type Manifest, matched, readManifest, SettingsReader } from "./compiler-settings.ts";
import type { Input } from "./digests.ts";
import { packageOf } from "./package-names.ts";

/** An import as it stands in a module. */
export interface Import {
  /** Absolute path of the module. */
  readonly importer: string;
  readonly specifier: string;
}

/**
 * The inputs of import resolution, beside the files that imports led to: everything at which the bundler looked and
 * everything that would take precedence if it appeared. An input too many costs a build, one too few gives a wrong
 * package. One object serves a whole build, so that each folder is read once.
 */
export class ResolutionInputs {
  readonly #settings = new SettingsReader();
  readonly #imports = new Map<string, readonly Input[]>();
  readonly #manifests = new Map<string, Manifest | undefined>();
  readonly #folders = new Map<string, boolean>();

  /** `modules` are all of a bundle, also those without imports: the settings above them count too. */
  of(modules: readonly string[], imports: readonly Import[]): Iterable<Input> {
    const found = new Map<string, Input>();
    const add = (inputs: readonly Input[]) => {
      for (const input of inputs) found.set(`${input.kind}:${input.path}`, input);
    };
    for (const folder of new Set(modules.map((module) => dirname(module)))) add(this.#scopes(folder));
    for (const { importer, specifier } of imports) add(this.#import(dirname(importer), specifier));
    return found.values();
  }

  /** The TypeScript settings above a module. */
  settings(module: string) {
    return this.#settings.of(dirname(module));
  }

  #import(folder: string, specifier: string): readonly Input[] {
    if (isGlob(specifier)) return [{ kind: "glob", path: resolve(folder, specifier) }];
    const key = `${folder}\0${specifier}`;
    const known = this.#imports.get(key);
    if (known) return known;
    // A file of the whole name comes first.
    const names = new Set([specifier, withoutSuffix(specifier)]);
    const inputs = [...names].flatMap((name) => this.#resolution(folder, name));
    this.#imports.set(key, inputs);
    return inputs;
  }

  #resolution(folder: string, specifier: string): Input[] {
    if (/^\.{0,2}\/|^\.{1,2}$/.test(specifier)) return this.#path(resolve(folder, specifier));
    const mapped = folder.includes("/node_modules/") ? [] : this.#mapped(folder, specifier);
    if (specifier.startsWith("#")) return [...mapped, ...this.#internal(folder, specifier)];
    return isBuiltin(specifier) ? mapped : [...mapped, ...this.#package(folder, specifier)];
  }

  /** Settings and package.json files in a folder and above. */
  #scopes(folder: string): Input[] {
    const extended = folder.includes("/node_modules/") ? [] : this.#settings.of(folder).probed;
    return [
      ...ancestors(folder).map((path) => ({ kind: "scope", path }) as const),
      ...extended.flatMap((path) => [{ kind: "content", path } as const, { kind: "candidates", path } as const]),
    ];
  }

  /** A path that may be a file, a file without its extension, or a folder. */
  #path(path: string): Input[] {
    const inputs: Input[] = [{ kind: "candidates", path }];
    if (!this.#isFolder(path)) return inputs;
    const { main, module } = this.#manifest(path) ?? {};
    const mains = [main, module].flatMap((one) =>
      one === undefined ? [] : [join(path, one), join(path, one, "index")],
    );
    return [...inputs, { kind: "scope", path }, ...[...mains, join(path, "index")].map(candidates)];
  }

  /** `paths` and `baseUrl` of the TypeScript settings. */
  #mapped(folder: string, specifier: string): Input[] {
    const { chain } = this.#settings.of(folder);
    const root = dirname(chain[0]?.path ?? folder);
    const bases = chain.flatMap(({ path, options: { baseUrl } }) =>
      typeof baseUrl === "string" ? [resolve(dirname(path), inRoot(baseUrl, root))] : [],
    );
    const targets = chain.flatMap(({ path, options: { paths } }) => {
      const entries = typeof paths === "object" && paths !== null ? Object.entries(paths) : [];
      return entries.flatMap(([pattern, to]) => {
        const rest = matched(pattern, specifier);
        if (rest === undefined || !Array.isArray(to)) return [];
        const named = to.filter((one) => typeof one === "string").map((one) => one.replace("*", () => rest));
        return [dirname(path), ...bases].flatMap((base) => named.map((one) => resolve(base, inRoot(one, root))));
      });
    });
    return [...targets, ...bases.map((base) => join(base, specifier))].flatMap((path) => this.#path(path));
  }

  /** A package in `node_modules` of any folder above: the nearest that has what is asked for counts. */
  #package(folder: string, specifier: string): Input[] {
    const name = packageOf(specifier);
    const subpath = `.${specifier.slice(name.length)}`;
    const inputs: Input[] = [];
    for (const above of ancestors(folder)) {
      const own = this.#manifest(above);
      if (own?.name === name)
        inputs.push(...exportedFiles(own.exports, subpath).map((leaf) => candidates(join(above, leaf))));
      if (!this.#isFolder(join(above, "node_modules"))) continue;
      const root = join(above, "node_modules", name);
      inputs.push(candidates(root), { kind: "scope", path: root });
      const exported = exportedFiles(this.#manifest(root)?.exports, subpath);
      inputs.push(...exported.map((leaf) => candidates(join(root, leaf))));
      inputs.push(...this.#path(join(above, "node_modules", specifier)));
    }
    return inputs;
  }

  /** `imports` of a package.json. */
  #internal(folder: string, specifier: string): Input[] {
    return ancestors(folder).flatMap((above) =>
      exportedFiles(this.#manifest(above)?.imports, specifier).flatMap((leaf) =>
        leaf.startsWith(".") ? this.#path(join(above, leaf)) : this.#package(above, leaf),
      ),
    );
  }

  #manifest(folder: string): Manifest | undefined {
    if (!this.#manifests.has(folder)) this.#manifests.set(folder, readManifest(folder));
    return this.#manifests.get(folder);
  }

  #isFolder(path: string): boolean {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const is = statsAt(path)?.isDirectory() ?? false;
    this.#folders.set(path, is);
    return is;
  }
}

/** An import's path without its suffix: `./x.wasm` of `./x.wasm?module`. A mapping of a package.json begins with `#`. */
export const withoutSuffix = (path: string): string => path.replace(/(?<=.)[?#].*$/s, "");

/** The bundler's notation of an import with a computed path. */
export const isGlob = (specifier: string): boolean => /^\.{1,2}\/.*\*/.test(specifier);

const candidates = (path: string): Input => ({ kind: "candidates", path });

/** `${configDir}` is the folder of the settings that extend the others. */
const inRoot = (path: string, root: string): string => path.replace(/^\$\{configDir\}/, () => root);
