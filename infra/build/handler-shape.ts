import type { Class, Expression, ObjectExpression, ObjectProperty } from "oxc-parser";
import { type Exported, importedFile, type JsModule, lineOf, NAMESPACE, readModule } from "./js-module.ts";
import { changesOf } from "./js-uses.ts";
import { excerpt, isCallable, keyOf, literal, type Member, noExport, passesOn, type Shape } from "./shapes.ts";

/** A handler's module: its default export, or where it has none, its exports. */
export interface HandlerShape {
  readonly shape: Shape;
  readonly isDefault: boolean;
}

/** Imports that are followed, at most. */
const DEPTH = 12;

/** `undefined` for a file with errors, which the bundler reports. */
export function handlerShape(file: string, directory: string): HandlerShape | undefined {
  const module = readModule(file, directory);
  if (module === undefined) return undefined;
  const reader = new ShapeReader(directory);
  if (module.commonJs) return { shape: reader.commonJs(module), isDefault: true };
  const own = reader.exported(module, "default", DEPTH);
  return own === undefined
    ? { shape: reader.namespace(module, DEPTH), isDefault: false }
    : { shape: own, isDefault: true };
}

class ShapeReader {
  readonly #directory: string;
  readonly #modules = new Map<string, JsModule | undefined>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** `undefined` where the module certainly has no such export. */
  exported(module: JsModule, name: string, depth: number): Shape | undefined {
    const found = module.exports.get(name);
    if (found !== undefined) return this.#exportedShape(found, module, depth);
    if (name === "default") return undefined;
    for (const from of module.stars) {
      const shape = this.#imported(module, from, name, depth);
      if (shape !== undefined) return shape;
    }
    return undefined;
  }

  /** A module's exports as an object. */
  namespace(module: JsModule, depth: number): Shape {
    const members = new Map<string, Member>();
    const place = module.place;
    let open: string | undefined;
    for (const [name, found] of module.exports) {
      const shape = this.#exportedShape(found, module, depth);
      members.set(name, { place, callable: isCallable(shape) });
    }
    for (const from of module.stars) {
      const other = this.#module(module, from);
      const all = other && depth > 0 ? this.namespace(other, depth - 1) : undefined;
      if (all?.kind !== "object") open = `it exports everything of "${from}"`;
      else for (const [name, member] of all.members) if (name !== "default") members.set(name, member);
    }
    return { kind: "object", place, members, ...(open !== undefined && { open }) };
  }

  /** `module.exports = value`, or `exports.name = value`. */
  commonJs(module: JsModule): Shape {
    const members = new Map<string, Member>();
    let whole: Shape | undefined;
    for (const statement of module.program.body) {
      if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") continue;
      const { left, right } = statement.expression;
      const target = module.text.slice(left.start, left.end).replace(/^module\.exports/, "exports");
      const shape = this.shapeOf(right, module, DEPTH);
      if (target === "exports" || (target === "exports.default" && compiledFromEsm(module))) whole = shape;
      const [, name] = /^exports\.(\w+)$/.exec(target) ?? [];
      if (name !== undefined) members.set(name, { place: shape.place, callable: isCallable(shape) });
    }
    if (whole !== undefined) return whole;
    const place = module.place;
    return members.size > 0
      ? { kind: "object", place, members }
      : { kind: "unseen", place, why: "it exports at run time" };
  }

  shapeOf(node: Expression, module: JsModule, depth: number): Shape {
    const place = `${module.place}:${lineOf(module, node)}`;
    const unseen = (why: string): Shape => ({ kind: "unseen", place, why });
    if (depth <= 0) return unseen("it is behind too many imports");
    switch (node.type) {
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
        return this.shapeOf(node.expression, module, depth);
      case "ObjectExpression":
        return this.#object(node, module, depth);
      case "Identifier":
        return this.#identifier(node.name, place, module, depth);
      case "CallExpression":
        return this.#call(node, place, module, depth);
      case "NewExpression":
        return this.#instance(node.callee, place, module, depth);
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        return { kind: "value", place, what: "a function" };
      case "ClassExpression":
        return { kind: "value", place, what: "a class" };
      case "ArrayExpression":
        return { kind: "value", place, what: "a list" };
      case "TemplateLiteral":
        return { kind: "value", place, what: "a string" };
      case "Literal":
        return { kind: "value", place, what: literal(node.value) };
      default:
        return unseen(`it is the result of "${excerpt(module, node)}"`);
    }
  }

  #module(importer: JsModule, from: string): JsModule | undefined {
    const file = importedFile(importer.file, from);
    if (file === undefined || /\.json$/.test(file)) return undefined;
    if (!this.#modules.has(file)) this.#modules.set(file, readModule(file, this.#directory));
    return this.#modules.get(file);
  }

  #imported(importer: JsModule, from: string, name: string, depth: number): Shape | undefined {
    const module = this.#module(importer, from);
    if (module === undefined || module.commonJs || depth <= 0) {
      return { kind: "unseen", place: importer.place, why: `it comes from "${from}"` };
    }
    return name === NAMESPACE ? this.namespace(module, depth - 1) : this.exported(module, name, depth - 1);
  }

  #exportedShape(found: Exported, module: JsModule, depth: number): Shape {
    const place = module.place;
    switch (found.kind) {
      case "expression":
        return this.shapeOf(found.node, module, depth);
      case "local":
        return this.#identifier(found.name, place, module, depth);
      case "import":
        return this.#imported(module, found.from, found.name, depth) ?? noExport(place, found.from, found.name);
      case "function":
        return { kind: "value", place: `${place}:${lineOf(module, found.node)}`, what: "a function" };
      case "class":
        return { kind: "value", place: `${place}:${lineOf(module, found.node)}`, what: "a class" };
    }
  }

  #identifier(name: string, place: string, module: JsModule, depth: number): Shape {
    const binding = module.bindings.get(name);
    if (name === "undefined") return { kind: "value", place, what: "undefined" };
    if (binding === undefined) return { kind: "unseen", place, why: `"${name}" is not defined at the top of the file` };
    if (binding.kind === "import") {
      return this.#imported(module, binding.from, binding.name, depth) ?? noExport(place, binding.from, binding.name);
    }
    if (binding.kind !== "variable") return { kind: "value", place, what: `a ${binding.kind}` };
    const changes = changesOf(name, module.program);
    if (binding.init === null || (!binding.constant && changes.assigned)) {
      return { kind: "unseen", place, why: `"${name}" gets its value at run time` };
    }
    const shape = this.shapeOf(binding.init, module, depth - 1);
    if (shape.kind !== "object") return shape;
    const members = new Map(shape.members);
    for (const added of changes.members) members.set(added, { place, callable: true });
    return { ...shape, members, ...(changes.passed && { open: `"${name}" is changed after it is made` }) };
  }

  #call(node: Extract<Expression, { type: "CallExpression" }>, place: string, module: JsModule, depth: number): Shape {
    const [argument] = node.arguments;
    if (argument && argument.type !== "SpreadElement" && passesOn(node.callee, module)) {
      return this.shapeOf(argument, module, depth);
    }
    return { kind: "unseen", place, why: `it is the result of ${excerpt(module, node.callee)}()` };
  }

  #instance(callee: Expression, place: string, module: JsModule, depth: number): Shape {
    const why = `it is an instance of ${excerpt(module, callee)}`;
    const found = callee.type === "Identifier" ? this.#class(callee.name, module, depth) : undefined;
    return found === undefined
      ? { kind: "unseen", place, why }
      : { ...this.#members(found.node, found.module, why, depth), place };
  }

  /** A class by its name, also one that is imported. */
  #class(name: string, module: JsModule, depth: number): { node: Class; module: JsModule } | undefined {
    const binding = module.bindings.get(name);
    if (binding?.kind === "class") return { node: binding.node, module };
    if (binding?.kind !== "import" || depth <= 0) return undefined;
    const other = this.#module(module, binding.from);
    const exported = other?.exports.get(binding.name);
    if (other === undefined || exported === undefined) return undefined;
    if (exported.kind === "class") return { node: exported.node, module: other };
    return exported.kind === "local" ? this.#class(exported.name, other, depth - 1) : undefined;
  }

  #members(node: Class, module: JsModule, why: string, depth: number): Extract<Shape, { kind: "object" }> {
    const members = new Map<string, Member>();
    let open = node.decorators.length > 0 ? why : undefined;
    if (node.superClass?.type === "Identifier") {
      const parent = this.#class(node.superClass.name, module, depth);
      const inherited = parent && depth > 0 ? this.#members(parent.node, parent.module, why, depth - 1) : undefined;
      for (const [name, member] of inherited?.members ?? []) members.set(name, member);
      open ??= inherited === undefined ? why : inherited.open;
    } else if (node.superClass !== null) open = why;
    for (const member of node.body.body) {
      if (member.type === "StaticBlock" || member.type === "TSIndexSignature" || member.static) continue;
      if (member.type === "MethodDefinition" && member.kind === "constructor") {
        if (/\bthis\s*[.[]/.test(module.text.slice(member.start, member.end))) open = why;
        continue;
      }
      if (member.key.type === "PrivateIdentifier") continue;
      const name = keyOf(member);
      if (name === undefined) open = why;
      else members.set(name, { place: `${module.place}:${lineOf(module, member)}`, callable: !holdsData(member) });
    }
    return { kind: "object", place: module.place, members, ...(open !== undefined && { open }) };
  }

  #object(node: ObjectExpression, module: JsModule, depth: number): Shape {
    const members = new Map<string, Member>();
    let open: string | undefined;
    for (const property of node.properties) {
      if (property.type === "SpreadElement") {
        const spread = this.shapeOf(property.argument, module, depth - 1);
        if (spread.kind !== "object") open = `it spreads "${excerpt(module, property.argument)}"`;
        else open ??= spread.open;
        for (const [name, member] of spread.kind === "object" ? spread.members : []) members.set(name, member);
        continue;
      }
      const name = keyOf(property);
      if (name === undefined) open = "it has computed names";
      else members.set(name, this.#member(property, module, depth));
    }
    const place = `${module.place}:${lineOf(module, node)}`;
    return { kind: "object", place, members, ...(open !== undefined && { open }) };
  }

  #member(property: ObjectProperty, module: JsModule, depth: number): Member {
    const place = `${module.place}:${lineOf(module, property)}`;
    if (property.kind !== "init") return { place, callable: true };
    return { place, callable: isCallable(this.shapeOf(property.value as Expression, module, depth - 1)) };
  }
}

/** Only the mark of a compiler makes `exports.default` the default export; otherwise that is `module.exports`. */
const compiledFromEsm = ({ text }: JsModule): boolean => /\bexports\b.{0,20}\b__esModule\b/.test(text);

/** True if a member of a class is a field whose value is not a function. */
const holdsData = (member: Class["body"]["body"][number]): boolean =>
  member.type === "PropertyDefinition" &&
  ["Literal", "TemplateLiteral", "ArrayExpression", "ObjectExpression"].includes(member.value?.type ?? "");
