import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { child, children, type Node, type Placed, placedNodes } from "./js-tree.ts";
import { type NamedPaths, namedPaths } from "./named-paths.ts";
import { isNamed, type ModuleNames, moduleNames, type StaticText, staticTexts } from "./static-path.ts";

/** Files and packages that a module loads in ways that the bundler does not follow. */
export interface ModuleLoads {
  /** The module with these imports as the bundler follows them. */
  readonly text: string;
  /** Absolute paths of files that are loaded by path, existing or not. */
  readonly files: readonly string[];
  /** Code whose target is only known at run time: "line: call". */
  readonly unseen: readonly string[];
  /** The files beside itself that the module names, if its tree was read for them. */
  readonly named?: NamedPaths;
}

/** True if a module may have such code at all; most are not parsed. */
const CANDIDATE = /\bcreateRequire\b|\bdlopen\b|\brequire\.resolve\b/;
/** The user's own modules are also searched for imports with a computed path, and for names of files beside them. */
const COMPUTED = /\b(?:require|import)\s*\(\s*(?!["'`)])/;

/** True if a module uses its own place. */
export const USES_PLACE = /\bimport\.meta\.(?:url|filename|dirname)\b|\b__(?:filename|dirname)\b/;

interface Module {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** True if it is the user's own, not a dependency's. */
  readonly own: boolean;
  /** True if the bundler resolves an import. Imports that it does not resolve stay unchanged. */
  followed(specifier: string): Promise<boolean>;
  /** Code for the path of a file in the package. */
  place(file: string): string;
}

/**
 * Rewrites imports through `createRequire(import.meta.url)` and imports with a constant path into a form that the bundler
 * follows, and finds those that it cannot follow.
 */
export async function moduleLoads(module: Module): Promise<ModuleLoads> {
  const { path, text, own } = module;
  const nothing = { text, files: [], unseen: [] };
  if (!CANDIDATE.test(text) && !(own && (COMPUTED.test(text) || USES_PLACE.test(text)))) return nothing;
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return nothing;
  const reader = new Reader(module, [...placedNodes(program)]);
  await reader.read();
  const named = own ? { named: namedPaths(path, reader.nodes, reader.names, reader.imported) } : {};
  return { text: reader.edited(), files: reader.files, unseen: reader.unseen, ...named };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

class Reader {
  readonly files: string[] = [];
  readonly unseen: string[] = [];
  /** Expressions that name what an import brings. */
  readonly imported = new Set<Node>();
  readonly #edits: Edit[] = [];
  readonly #value: StaticText;
  readonly names: ModuleNames;
  /** Variables that hold a `require` of the module's own place. */
  readonly #requires: ReadonlySet<string>;

  constructor(
    readonly module: Module,
    readonly nodes: readonly Placed[],
  ) {
    this.names = moduleNames(nodes);
    this.#value = staticTexts(module.path, this.names);
    const variables = nodes.map(({ node }) => node).filter(({ type }) => type === "VariableDeclarator");
    const made = variables.filter((node) => this.#isOwnRequire(child(node, "init")));
    const names = made.map((node) => String(child(node, "id", "Identifier")?.name));
    this.#requires = new Set(names.filter((name) => this.names.bindings.get(name) === 1));
  }

  async read(): Promise<void> {
    for (const { node } of this.nodes) await this.#read(node);
    // A variable of this name hides the `require` that the bundler follows.
    if (this.#requires.has("require")) this.#rename();
  }

  /** The module with every edit but those inside of others. */
  edited(): string {
    const outer = this.#edits.filter(
      (edit) => !this.#edits.some((other) => other !== edit && other.start <= edit.start && edit.end <= other.end),
    );
    const last = outer.sort((a, b) => b.start - a.start);
    return last.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), this.module.text);
  }

  async #read(node: Node): Promise<void> {
    if (node.type === "ImportExpression") return this.#imported(child(node, "source"), node);
    if (node.type !== "CallExpression") return;
    const callee = child(node, "callee");
    const [first, second] = children(node, "arguments");
    if (this.#isRequire(callee)) return this.#imported(first, node, callee);
    const object = callee?.type === "MemberExpression" ? child(callee, "object") : undefined;
    const called = this.names.called(callee);
    if (called === "resolve" && this.#isRequire(object)) this.#resolved(first, node);
    else if (called === "dlopen" && isNamed(object, "process")) this.#file(second, node);
    else if (called === "createRequire" && !this.#isOwnRequire(node)) this.#cannotSee(node);
  }

  /** `createRequire(import.meta.url)`, or of the module's own path. */
  #isOwnRequire(node: Node | undefined): boolean {
    if (node?.type !== "CallExpression" || this.names.called(child(node, "callee")) !== "createRequire") return false;
    const [from] = children(node, "arguments");
    const place = from && this.#value(from);
    return place !== undefined && pathOf(place) === this.module.path;
  }

  #isRequire(callee: Node | undefined): boolean {
    return isNamed(callee, "require") || this.#isMade(callee);
  }

  #isMade(callee: Node | undefined): boolean {
    return this.#isOwnRequire(callee) || (callee?.type === "Identifier" && this.#requires.has(String(callee.name)));
  }

  async #imported(given: Node | undefined, call: Node, callee?: Node): Promise<void> {
    if (given === undefined) return;
    const made = this.#isMade(callee);
    const value = this.#value(given);
    if (value === undefined) {
      // The bundler packages every file that matches a path with this beginning.
      if (!beginsWithFolder(given) || made) this.#cannotSee(call);
      return;
    }
    this.imported.add(given);
    const specifier = this.#specifier(value);
    const literal = given.type === "Literal";
    if ((literal && !made) || !(await this.module.followed(specifier))) return;
    if (callee !== undefined && made) this.#edit(callee, FOLLOWED);
    if (!literal || specifier !== value) this.#edit(given, JSON.stringify(specifier));
  }

  /** `require.resolve` of the bundle would look beside the bundle. */
  #resolved(given: Node | undefined, call: Node): void {
    const file = this.#file(given, call);
    if (file !== undefined) this.#edit(call, this.module.place(file));
  }

  /** Paths relative to the module, as imports name them. */
  #specifier(value: string): string {
    const path = pathOf(value);
    if (!isAbsolute(path)) return value;
    const from = relative(dirname(this.module.path), path).split(sep).join("/");
    return from.startsWith(".") ? from : `./${from}`;
  }

  #file(given: Node | undefined, call: Node): string | undefined {
    const value = given && this.#value(given);
    const isPath = value !== undefined && (isAbsolute(value) || value.startsWith("."));
    if (!isPath) return this.#cannotSee(call);
    const file = resolve(dirname(this.module.path), value);
    this.files.push(file);
    return file;
  }

  #cannotSee({ start, end }: Node): undefined {
    const { text } = this.module;
    const line = text.slice(0, start).split("\n").length;
    this.unseen.push(`${line}: ${text.slice(start, end).replace(/\s+/g, " ")}`);
  }

  #edit({ start, end }: Node, text: string): void {
    this.#edits.push({ start, end, text });
  }

  /** Renames the variable `require`, except in the calls that the bundler follows. */
  #rename(): void {
    const followed = new Set(this.#edits.filter(({ text }) => text === FOLLOWED).map(({ start }) => start));
    for (const { node, parent, field } of this.nodes) {
      if (!isNamed(node, "require") || followed.has(node.start)) continue;
      const isName = (field === "property" || field === "key") && parent?.computed !== true;
      if (!isName) this.#edit(node, OWN_REQUIRE);
    }
  }
}

const pathOf = (text: string): string => (text.startsWith("file:") ? fileURLToPath(text) : text);

/** The name that the bundler follows, and the new name of a variable that hides it. */
const FOLLOWED = "require";
const OWN_REQUIRE = "__polyfnOwnRequire";

/** `"./locale/" + name` or a template that begins so. https://esbuild.github.io/api/#glob */
function beginsWithFolder(node: Node): boolean {
  if (node.type === "TemplateLiteral") {
    const [first] = children(node, "quasis");
    return /^\.{1,2}\//.test(String((first?.value as { cooked?: string } | undefined)?.cooked));
  }
  const left = node.type === "BinaryExpression" && node.operator === "+" ? child(node, "left") : undefined;
  if (left === undefined) return false;
  return beginsWithFolder(left) || (left.type === "Literal" && /^\.{1,2}\//.test(String(left.value)));
}
