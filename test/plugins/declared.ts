import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import ts from "typescript";

/** A property in a package's type declarations. */
export interface Declared {
  readonly name: string;
  readonly required: boolean;
  readonly list: boolean;
  /** Properties of a nested object, or of the objects in a list or map. */
  readonly inner?: readonly Declared[];
}

/** The SDK package's `...Args` and `...State` interfaces of a resource type. */
export interface DeclaredType {
  readonly args: readonly Declared[];
  readonly state: readonly Declared[];
}

/** Reads the declarations of a token's resource class, for example `aws:lambda/function:Function`. */
export function declaredType(token: string): DeclaredType {
  const [packageName = "", module = "", className = ""] = token.split(":");
  return {
    args: declaredInterface(packageName, module, `${className}Args`),
    state: declaredInterface(packageName, module, `${className}State`),
  };
}

/** Reads one interface of an SDK package's module. */
export function declaredInterface(packageName: string, module: string, interfaceName: string): Declared[] {
  const root = dirname(createRequire(import.meta.url).resolve(`@pulumi/${packageName}/package.json`));
  return members(parse(declarationFile(root, module)), interfaceName, root);
}

/** The file names of some SDK packages differ from their tokens in case. */
function declarationFile(root: string, module: string): string {
  const path = join(root, `${module}.d.ts`);
  const wanted = basename(path).toLowerCase();
  return join(dirname(path), readdirSync(dirname(path)).find((file) => file.toLowerCase() === wanted) ?? wanted);
}

const cache = new Map<string, ts.SourceFile>();

function parse(path: string): ts.SourceFile {
  const known = cache.get(path) ?? ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  cache.set(path, known);
  return known;
}

function members(source: ts.SourceFile, interfaceName: string, root: string): Declared[] {
  const found = source.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === interfaceName);
  if (!found || !ts.isInterfaceDeclaration(found)) throw new Error(`${source.fileName} has no ${interfaceName}`);
  return found.members.flatMap((member) => declared(member, root));
}

function declared(member: ts.TypeElement, root: string): Declared[] {
  if (!ts.isPropertySignature(member) || !member.type) return [];
  const inner = nestedInterface(member.type, root);
  return [
    {
      name: member.name.getText(),
      required: member.questionToken === undefined,
      list: /\[\]/.test(member.type.getText()),
      ...(inner && { inner: inner.members.flatMap((nested) => declared(nested, root)) }),
    },
  ];
}

/** `inputs.lambda.FunctionCors` anywhere in a type refers to that interface; policy documents count as strings. */
function nestedInterface(type: ts.TypeNode, root: string): ts.InterfaceDeclaration | undefined {
  const reference = /inputs\.(?:(\w+)\.)?(\w+)/.exec(type.getText());
  if (!reference || reference[2] === "PolicyDocument") return undefined;
  const statements = parse(join(root, "types/input.d.ts")).statements;
  return interfaces(root, statements, reference[1]).get(reference[2] ?? "");
}

const namespaces = new Map<string, Map<string, ts.InterfaceDeclaration>>();

function interfaces(root: string, statements: ts.NodeArray<ts.Statement>, namespace = "") {
  const key = `${root} ${namespace}`;
  const known = namespaces.get(key);
  if (known) return known;
  const body = statements.find((node) => ts.isModuleDeclaration(node) && node.name.text === namespace);
  const block =
    body && ts.isModuleDeclaration(body) && body.body && ts.isModuleBlock(body.body) ? body.body : undefined;
  const found = new Map<string, ts.InterfaceDeclaration>();
  for (const node of block?.statements ?? statements)
    if (ts.isInterfaceDeclaration(node)) found.set(node.name.text, node);
  namespaces.set(key, found);
  return found;
}
