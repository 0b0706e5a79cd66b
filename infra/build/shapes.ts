import type { Expression, PropertyKey } from "oxc-parser";
import { type Binding, type JsModule, NAMESPACE } from "./js-module.ts";

/** A property of a handler. */
export interface Member {
  /** The position: "functions/a.ts:12". */
  readonly place: string;
  /** True if it can be called, as far as can be seen. */
  readonly callable: boolean;
}

/** The kind of a value, as far as it follows from the source without running it. */
export type Shape =
  | {
      readonly kind: "object";
      readonly place: string;
      readonly members: ReadonlyMap<string, Member>;
      /** Why it may have more members, if it may. */
      readonly open?: string;
    }
  | { readonly kind: "value"; readonly place: string; readonly what: string }
  | { readonly kind: "unseen"; readonly place: string; readonly why: string };

/** An unknown value may be callable. A known object or value is not, unless it is a function or a class. */
export const isCallable = (shape: Shape): boolean =>
  shape.kind === "unseen" || (shape.kind === "value" && (shape.what === "a function" || shape.what === "a class"));

export const noExport = (place: string, from: string, name: string): Shape => ({
  kind: "unseen",
  place,
  why: `"${from}" has no export "${name}"`,
});

/** The name of a property; `undefined` for one that is computed. */
export function keyOf({
  key,
  computed,
}: {
  readonly key: PropertyKey;
  readonly computed: boolean;
}): string | undefined {
  if (key.type === "Literal") return String(key.value);
  return !computed && key.type === "Identifier" ? key.name : undefined;
}

/** Calls that give back their argument: `defineHandler` of polyfn, and freezing. */
export function passesOn(callee: Expression, module: JsModule): boolean {
  if (callee.type === "Identifier") return isDefineHandler(module.bindings.get(callee.name));
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return false;
  const name = callee.property.type === "Identifier" ? callee.property.name : "";
  if (callee.object.name === "Object") return ["freeze", "seal"].includes(name);
  const binding = module.bindings.get(callee.object.name);
  return (
    binding?.kind === "import" && isRuntime(binding.from) && binding.name === NAMESPACE && name === "defineHandler"
  );
}

const isDefineHandler = (binding: Binding | undefined): boolean =>
  binding?.kind === "import" && isRuntime(binding.from) && binding.name === "defineHandler";

const isRuntime = (specifier: string): boolean => specifier === "polyfn/runtime" || specifier === "polyfn";

export function literal(value: unknown): string {
  if (value === null) return "null";
  return `a ${value instanceof RegExp ? "regular expression" : typeof value}`;
}

export function excerpt({ text }: JsModule, { start, end }: { start: number; end: number }): string {
  const [line = ""] = text.slice(start, end).split("\n");
  return line.length > 40 ? `${line.slice(0, 40)}...` : line;
}
