import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { isPlainObject } from "../../model/merge-patch.ts";

/** The inputs of a provider's resource types, read from its declarations; none of its code runs. */
export interface DeclaredInputs {
  /**
   * The place of every property of `inputs` that the type does not have, at any depth, with those it has there. None where
   * the provider says nothing of the type.
   */
  unknownIn(type: string, inputs: unknown): UnknownInput[];
}

/** A property that a resource type does not have. */
export interface UnknownInput {
  readonly path: readonly (string | number)[];
  readonly known: readonly string[];
}

/** Name of a property -> its type, as the declaration writes it. */
type Properties = ReadonlyMap<string, string>;

/**
 * Reads the declaration files of a Pulumi package, which name every input of every type.
 * @param packageName npm's name of the package.
 * @param from Address of the module that depends on it: `import.meta.url`.
 */
export function declaredInputs(packageName: string, from: string): DeclaredInputs {
  let declarations: Declarations | undefined;
  return {
    unknownIn(type, inputs) {
      declarations ??= new Declarations(rootOf(packageName, from));
      const properties = declarations.ofType(type);
      return properties === undefined ? [] : unknownIn(inputs, properties, declarations);
    },
  };
}

/** `undefined` where the package is not installed. */
function rootOf(packageName: string, from: string): string | undefined {
  try {
    return dirname(createRequire(from).resolve(`${packageName}/package.json`));
  } catch {
    return undefined;
  }
}

function unknownIn(inputs: unknown, properties: Properties, declarations: Declarations): UnknownInput[] {
  if (!isPlainObject(inputs)) return [];
  return Object.entries(inputs).flatMap(([name, value]) => {
    const type = properties.get(name);
    const found =
      type === undefined ? [{ path: [], known: [...properties.keys()] }] : inside(value, type, declarations);
    return found.map(({ path, known }) => ({ path: [name, ...path], known }));
  });
}

/** In the value of a property: an object, a list or a map of them, or something that has no properties. */
function inside(value: unknown, type: string, declarations: Declarations): UnknownInput[] {
  const at = (key: string | number, part: unknown): UnknownInput[] =>
    inside(part, type, declarations).map(({ path, known }) => ({ path: [key, ...path], known }));
  if (Array.isArray(value)) return value.flatMap((item, index) => at(index, item));
  const properties = declarations.ofReference(type);
  if (properties === undefined || !isPlainObject(value)) return [];
  if (!type.includes("[key: string]:")) return unknownIn(value, properties, declarations);
  return Object.entries(value).flatMap(([key, item]) =>
    unknownIn(item, properties, declarations).map(({ path, known }) => ({ path: [key, ...path], known })),
  );
}

/** The declaration files of one package, each read once. */
class Declarations {
  readonly #files = new Map<string, string>();
  readonly #known = new Map<string, Properties | undefined>();
  constructor(private readonly root: string | undefined) {}

  /** Of a type token: `<package>:<module>/<file>:<Class>`. */
  ofType(token: string): Properties | undefined {
    const [, module = "", name = ""] = token.split(":");
    return this.#once(token, () => propertiesOf(this.#read(module), "", `${name}Args`));
  }

  /** Of the one interface that a property's type names: `inputs.<namespace>.<Interface>`. */
  ofReference(type: string): Properties | undefined {
    const [reference, other] = [...type.matchAll(/\binputs\.(?:(\w+)\.)?(\w+)/g)];
    // A policy is a document of the user's own.
    if (reference === undefined || other !== undefined || reference[2] === "PolicyDocument") return undefined;
    const [text, namespace = "", name = ""] = reference;
    return this.#once(text, () => propertiesOf(this.#read("types/input"), namespace, name));
  }

  #once(key: string, read: () => Properties | undefined): Properties | undefined {
    if (!this.#known.has(key)) this.#known.set(key, read());
    return this.#known.get(key);
  }

  /** Some packages write a module's file with other capitals than its tokens. Empty where there is no such file. */
  #read(module: string): string {
    const known = this.#files.get(module);
    if (known !== undefined) return known;
    const path = join(this.root ?? "", `${module}.d.ts`);
    const wanted = basename(path).toLowerCase();
    const file = this.root && filesIn(dirname(path)).find((name) => name.toLowerCase() === wanted);
    const text = file ? readFileSync(join(dirname(path), file), "utf8") : "";
    this.#files.set(module, text);
    return text;
  }
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Properties of an interface, in a namespace or in none. Declaration files that the compiler writes have one form. */
function propertiesOf(text: string, namespace: string, name: string): Properties | undefined {
  const indent = namespace === "" ? "" : "    ";
  const scope = namespace === "" ? text : block(text, `\nexport declare namespace ${namespace} {`, "\n}");
  const body = block(scope, `\n${indent}${namespace === "" ? "export " : ""}interface ${name} {`, `\n${indent}}`);
  if (body === undefined) return undefined;
  const members = body.replaceAll(/\/\*\*[\s\S]*?\*\//g, "").split(new RegExp(`^${indent} {4}(?=\\w)`, "m"));
  const properties = members.flatMap((member) => {
    const [, property, type = ""] = /^(?:readonly )?(\w+)\??:([\s\S]*)$/.exec(member) ?? [];
    return property === undefined ? [] : [[property, type] as const];
  });
  return new Map(properties);
}

function block(text: string | undefined, start: string, end: string): string | undefined {
  const at = text?.indexOf(start) ?? -1;
  return text === undefined || at < 0 ? undefined : text.slice(at + start.length, text.indexOf(end, at + start.length));
}
