import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  type Class,
  type Directive,
  type Expression,
  type Function as FunctionNode,
  type Program,
  parseSync,
  type Statement,
  type VariableDeclarator,
} from "oxc-parser";
import { statsAt } from "../reading.ts";
import { portablePath } from "./paths.ts";

/** The meaning of a name at the top of a module. */
export type Binding =
  | { readonly kind: "import"; readonly from: string; readonly name: string }
  | { readonly kind: "variable"; readonly init: Expression | null; readonly constant: boolean }
  | { readonly kind: "function"; readonly node: FunctionNode }
  | { readonly kind: "class"; readonly node: Class };

/** The value that a module exports under a name. */
export type Exported =
  | { readonly kind: "expression"; readonly node: Expression }
  | { readonly kind: "local"; readonly name: string }
  | { readonly kind: "import"; readonly from: string; readonly name: string }
  | { readonly kind: "function"; readonly node: FunctionNode }
  | { readonly kind: "class"; readonly node: Class };

/** The namespace of a module, as the name of an import. */
export const NAMESPACE = "*";

/** A module of TypeScript or JavaScript, read and not run. */
export interface JsModule {
  /** Absolute. */
  readonly file: string;
  /** Relative to the spec's directory. */
  readonly place: string;
  readonly text: string;
  readonly program: Program;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly exports: ReadonlyMap<string, Exported>;
  /** Modules all of whose exports are this one's too. */
  readonly stars: readonly string[];
  /** True if it is written for CommonJS and exports at run time. */
  readonly commonJs: boolean;
}

/** `undefined` for what is not there or has errors, which the bundler reports. */
export function readModule(file: string, directory: string): JsModule | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) return undefined;
  const found = { bindings: new Map<string, Binding>(), exports: new Map<string, Exported>(), stars: [] as string[] };
  for (const statement of program.body) read(statement, found);
  const commonJs = found.exports.size === 0 && found.stars.length === 0 && /\b(module\.)?exports\b/.test(text);
  return { file, place: portablePath(file, directory), text, program, ...found, commonJs };
}

interface Found {
  readonly bindings: Map<string, Binding>;
  readonly exports: Map<string, Exported>;
  readonly stars: string[];
}

function read(statement: Directive | Statement, { bindings, exports, stars }: Found): void {
  switch (statement.type) {
    case "ImportDeclaration":
      readImport(statement, bindings);
      return;
    case "ExportDefaultDeclaration":
      exports.set("default", exportedDefault(statement.declaration, bindings));
      return;
    case "TSExportAssignment":
      exports.set("default", { kind: "expression", node: statement.expression });
      return;
    case "ExportAllDeclaration":
      if (statement.exportKind === "type") return;
      if (statement.exported === null) stars.push(statement.source.value);
      else exports.set(nameOf(statement.exported), { kind: "import", from: statement.source.value, name: NAMESPACE });
      return;
    case "ExportNamedDeclaration":
      readNamed(statement, bindings, exports);
      return;
    default:
      declare(statement, bindings);
  }
}

type Of<Type extends Statement["type"]> = Extract<Statement, { type: Type }>;

function readImport({ importKind, source, specifiers }: Of<"ImportDeclaration">, bindings: Found["bindings"]): void {
  if (importKind === "type") return;
  for (const specifier of specifiers) {
    const whole = specifier.type === "ImportDefaultSpecifier" ? "default" : NAMESPACE;
    const name = specifier.type === "ImportSpecifier" ? nameOf(specifier.imported) : whole;
    bindings.set(specifier.local.name, { kind: "import", from: source.value, name });
  }
}

/** `export { a as b }`, with or without `from`, and `export const a`. */
function readNamed(
  { exportKind, declaration, source, specifiers }: Of<"ExportNamedDeclaration">,
  bindings: Found["bindings"],
  exports: Found["exports"],
): void {
  if (exportKind === "type") return;
  if (declaration !== null) {
    for (const name of declare(declaration as Statement, bindings)) exports.set(name, { kind: "local", name });
  }
  for (const { local, exported, exportKind: kind } of specifiers) {
    if (kind === "type") continue;
    const name = nameOf(local);
    exports.set(
      nameOf(exported),
      source === null ? { kind: "local", name } : { kind: "import", from: source.value, name },
    );
  }
}

const nameOf = (node: { type: string; name?: string; value?: unknown }): string =>
  node.type === "Literal" ? String(node.value) : (node.name ?? "");

type DefaultDeclaration = Extract<Statement, { type: "ExportDefaultDeclaration" }>["declaration"];

function exportedDefault(node: DefaultDeclaration, bindings: Map<string, Binding>): Exported {
  if (node.type === "FunctionDeclaration" || node.type === "TSDeclareFunction") {
    if (node.id) bindings.set(node.id.name, { kind: "function", node: node as FunctionNode });
    return { kind: "function", node: node as FunctionNode };
  }
  if (node.type === "ClassDeclaration") {
    if (node.id) bindings.set(node.id.name, { kind: "class", node });
    return { kind: "class", node };
  }
  return { kind: "expression", node: node as Expression };
}

/** The names that a declaration binds. */
function declare(statement: Directive | Statement, bindings: Map<string, Binding>): string[] {
  if (statement.type === "FunctionDeclaration" && statement.id) {
    bindings.set(statement.id.name, { kind: "function", node: statement });
    return [statement.id.name];
  }
  if (statement.type === "ClassDeclaration" && statement.id) {
    bindings.set(statement.id.name, { kind: "class", node: statement });
    return [statement.id.name];
  }
  if (statement.type !== "VariableDeclaration") return [];
  return statement.declarations.flatMap((one) => variable(one, statement.kind === "const", bindings));
}

function variable({ id, init }: VariableDeclarator, constant: boolean, bindings: Map<string, Binding>): string[] {
  if (id.type === "Identifier") {
    bindings.set(id.name, { kind: "variable", init, constant });
    return [id.name];
  }
  if (id.type !== "ObjectPattern") return [];
  // Taken out of another value, which is only known at run time.
  return id.properties.flatMap((property) => {
    if (property.type !== "Property" || property.value.type !== "Identifier") return [];
    bindings.set(property.value.name, { kind: "variable", init: null, constant: false });
    return [property.value.name];
  });
}

/** In the bundler's order. */
const EXTENSIONS = [".tsx", ".ts", ".jsx", ".js", ".mts", ".cts", ".mjs", ".cjs"];

/** The file that a relative import means; `undefined` for packages and aliases, which only the bundler resolves. */
export function importedFile(importer: string, specifier: string): string | undefined {
  if (!/^\.\.?(\/|$)/.test(specifier)) return undefined;
  const base = resolve(dirname(importer), specifier);
  const typed = base.replace(/\.([mc]?)js$/, ".$1ts");
  const candidates = [
    base,
    ...EXTENSIONS.map((extension) => base + extension),
    ...(typed === base ? [] : [typed, typed.replace(/\.ts$/, ".tsx")]),
    ...EXTENSIONS.map((extension) => resolve(base, `index${extension}`)),
  ];
  return candidates.find((file) => statsAt(file)?.isFile());
}

/** Line of a node, from 1. */
export const lineOf = ({ text }: JsModule, { start }: { start: number }): number =>
  text.slice(0, start).split("\n").length;
