import { posix, resolve } from "node:path";
import type { CheckedSpec } from "../../model/checked-spec.ts";
import { hasShim } from "../../model/function.ts";
import { nearest } from "../../model/nearest.ts";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { type TriggerKind, triggers } from "../../model/triggers/index.ts";
import { handlerFile } from "./files.ts";
import { type Findings, joined, listed, NOTHING_FOUND, problem, remark } from "./findings.ts";
import { type HandlerShape, handlerShape } from "./handler-shape.ts";
import { readModule } from "./js-module.ts";
import { readsProperty } from "./js-uses.ts";
import type { Shape } from "./shapes.ts";

/** The kinds of triggers that a handler's file serves: by file, for all functions and environments that share it. */
export type KindsByHandler = ReadonlyMap<string, ReadonlySet<string>>;

/** The kinds of a spec in all its environments: a method for a trigger that only another one has is no mistake. */
export const kindsByHandler = ({ environments }: Pick<CheckedSpec, "environments">): KindsByHandler =>
  kindsOf(
    [...environments.values()].flatMap(({ app: { functions } }) =>
      Object.values(functions).map(({ handler, triggers: own }) => ({ handler, triggers: Object.values(own) })),
    ),
  );

function kindsOf(
  functions: Iterable<{ readonly handler?: string | undefined; readonly triggers: readonly { kind: string }[] }>,
): KindsByHandler {
  const kinds = new Map<string, Set<string>>();
  for (const { handler, triggers: own } of functions) {
    if (handler === undefined) continue;
    const file = posix.normalize(handler);
    kinds.set(file, new Set([...(kinds.get(file) ?? []), ...own.map(({ kind }) => kind)]));
  }
  return kinds;
}

/** A function on Node.js whose handler is compared with its triggers. */
interface Compared {
  readonly fn: ResolvedFunction;
  readonly file: string;
  readonly directory: string;
  readonly needed: readonly TriggerKind[];
  /** Kinds of triggers that call the same file, of this function or another. */
  readonly served: ReadonlySet<string>;
}

/**
 * Compares the methods of a handler with the function's triggers, without running it.
 * @param served See `kindsByHandler`; the function's own triggers are always among them.
 */
export function handlerMethods(fn: ResolvedFunction, directory: string, served: KindsByHandler): Findings {
  if (!hasShim(fn) || fn.handler === undefined) return NOTHING_FOUND;
  const file = resolve(directory, handlerFile(fn.handler));
  const found = handlerShape(file, directory);
  if (found === undefined) return NOTHING_FOUND;
  const needed = [...new Set(fn.triggers.map(({ kind }) => kind))].sort();
  const others = served.get(posix.normalize(fn.handler)) ?? new Set();
  return compare(found, { fn, file, directory, needed, served: new Set([...needed, ...others]) });
}

const pathOf = ({ fn }: Compared): string[] => ["functions", fn.name, "handler"];

function compare({ shape, isDefault }: HandlerShape, compared: Compared): Findings {
  if (shape.kind === "value") return notAnObject(shape, compared);
  if (shape.kind === "unseen") return unseen(shape.place, shape.why, compared);
  const missing = missingMethods(shape, compared);
  if (missing.length > 0 && shape.open !== undefined) return unseen(shape.place, shape.open, compared);
  return joined([
    ...(missing.length > 0 ? [missed(shape, missing, isDefault, compared)] : []),
    ...(compared.needed.length === 0 && shape.open === undefined ? [direct(shape, compared)] : []),
    ...(isDefault ? [withoutTrigger(shape, compared)] : []),
    ...(isDefault && missing.length === 0 ? [neverCalled(shape, compared)] : []),
  ]);
}

/** A function without triggers is only called directly. */
function direct(shape: ObjectShape, compared: Compared): Findings {
  if (isMethod(shape, "raw")) return NOTHING_FOUND;
  return remark({
    code: "missing-raw",
    path: pathOf(compared),
    message: `${shape.place}: the function has no triggers, and its handler has no method "raw", which answers direct calls.`,
    remedy: 'Add a trigger, or the method "raw".',
  });
}

function notAnObject({ place, what }: Extract<Shape, { kind: "value" }>, compared: Compared): Findings {
  return problem({
    code: "bad-handler",
    path: pathOf(compared),
    message: `${place}: the default export is ${what}; polyfn calls methods of an object, one for each kind of trigger.`,
    remedy: `Write "export default defineHandler({ ... })" with ${quoted(wanted(compared))}.`,
  });
}

const unseen = (place: string, why: string, compared: Compared): Findings =>
  remark({
    code: "unseen-handler",
    path: pathOf(compared),
    message: `${place}: the methods of the handler cannot be seen without running it: ${why}.`,
    remedy: `Make sure that it has ${quoted(wanted(compared))}, or write the methods into an object in the handler's file.`,
  });

/** The exports that the shim calls: a method for each kind of trigger, and `raw` without triggers. */
const wanted = ({ needed }: Compared): readonly string[] => (needed.length > 0 ? needed : ["raw"]);

const quoted = (names: readonly string[]): string =>
  `${names.length === 1 ? "the method" : "the methods"} ${names.map((name) => `"${name}"`).join(", ")}`;

type ObjectShape = Extract<Shape, { kind: "object" }>;

const isMethod = ({ members }: ObjectShape, name: string): boolean => members.get(name)?.callable === true;

/** A framework's `fetch` answers http. */
const missingMethods = (shape: ObjectShape, compared: Compared): string[] =>
  compared.needed.filter((name) => !isMethod(shape, name) && !(name === "http" && isMethod(shape, "fetch")));

function missed(shape: ObjectShape, missing: readonly string[], isDefault: boolean, compared: Compared): Findings {
  const { fn } = compared;
  const has = [...shape.members.keys()];
  const callers = fn.triggers.filter(({ kind }) => missing.includes(kind)).map(({ name }) => `"${name}"`);
  const caller = `for its ${callers.length === 1 ? "trigger" : "triggers"} ${callers.join(", ")}`;
  const where = isDefault
    ? `${shape.place}: the handler has no`
    : `${shape.place} has no default export, and exports no`;
  const others = has.length === 0 ? "it has none" : `it ${isDefault ? "has" : "exports"} ${listed(has)}`;
  return problem({
    code: "missing-method",
    path: pathOf(compared),
    message: `${where} method ${missing.map((name) => `"${name}"`).join(", ")} ${caller}; ${others}.`,
    remedy: missing.map((name) => addMethod(name, shape, isDefault, compared)).join(" "),
  });
}

function addMethod(name: string, shape: ObjectShape, isDefault: boolean, { needed }: Compared): string {
  const member = shape.members.get(name);
  if (member !== undefined) return `Make "${name}" a function: it is not one at ${member.place}.`;
  const known: readonly string[] = [...needed, "raw", "fetch"];
  const close = nearest(
    name,
    [...shape.members.keys()].filter((one) => !known.includes(one)),
  );
  if (close !== undefined && isDefault) return `Rename "${close}" to "${name}".`;
  if (isDefault && shape.members.has("default"))
    return 'Write "module.exports =" instead of "exports.default =", which CommonJS takes for a method.';
  return isDefault
    ? `Add the method "${name}" to it, or remove the trigger.`
    : `Export the methods of the handler: "export default defineHandler({ async ${name}() { ... } })".`;
}

/** Methods for kinds of triggers that no function with this file has, in any environment. */
function withoutTrigger(shape: ObjectShape, compared: Compared): Findings {
  const { served } = compared;
  const extra = [...shape.members].filter(
    ([name, { callable }]) =>
      callable && isKind(name === "fetch" ? "http" : name) && !served.has(name === "fetch" ? "http" : name),
  );
  const [first] = extra;
  if (first === undefined) return NOTHING_FOUND;
  const names = extra.map(([name]) => name);
  return remark({
    code: "unused-method",
    path: pathOf(compared),
    message: `${first[1].place}: the handler has ${quoted(names)}, and the function has no trigger of ${names.length === 1 ? "this kind" : "these kinds"}.`,
    remedy: `Add a trigger of kind ${names.map((name) => (name === "fetch" ? "http" : name)).join(", ")} to the function, or remove ${names.length === 1 ? "the method" : "the methods"}.`,
  });
}

const isKind = (name: string): boolean => Object.hasOwn(triggers, name);

/** True if no module that the methods come from, the handler's own and those of base classes, reads a property. */
function nothingReads(name: string, shape: ObjectShape, { file, directory }: Compared): boolean {
  const places = [...shape.members.values()].map(({ place }) => resolve(directory, place.replace(/:\d+$/, "")));
  return [...new Set([file, ...places])].every((path) => {
    const module = readModule(path, directory);
    return module !== undefined && !readsProperty(name, module.program);
  });
}

/** Methods that neither polyfn nor, as far as can be seen, the handler's own modules call. */
function neverCalled(shape: ObjectShape, compared: Compared): Findings {
  const extra = [...shape.members].filter(
    ([name, { callable }]) =>
      callable && !isKind(name) && !["raw", "fetch"].includes(name) && nothingReads(name, shape, compared),
  );
  const [first] = extra;
  if (first === undefined || shape.open !== undefined) return NOTHING_FOUND;
  const [name, { place }] = first;
  const close = nearest(name, Object.keys(triggers));
  return remark({
    code: "uncalled-method",
    path: pathOf(compared),
    message: `${place}: nothing calls ${quoted(extra.map(([one]) => one))}: polyfn calls methods that are named like kinds of triggers, and raw.`,
    remedy:
      close === undefined
        ? "Move it out of the handler, or remove it."
        : `Did you mean "${close}"? Otherwise move it out of the handler.`,
  });
}
