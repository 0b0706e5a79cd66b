import { checkSpec } from "../../model/checked-spec.ts";
import { expect, test } from "vitest";
import { handlerMethods, kindsByHandler } from "../../infra/build/handler-methods.ts";
import { parseApp } from "../../model/parse.ts";
import { temporaryDirectory, write } from "./project.ts";

const TRIGGERS = {
  http: { api: { kind: "http" } },
  queue: { jobs: { kind: "queue", queue: "jobs" } },
  schedule: { daily: { kind: "schedule", rate: "1d" } },
};
type Kind = keyof typeof TRIGGERS;

interface Given {
  readonly kinds?: readonly Kind[];
  readonly file?: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly others?: Readonly<Record<string, unknown>>;
  readonly environments?: Readonly<Record<string, unknown>>;
}

/** The problems and remarks on a handler with this source and triggers of these kinds. */
function found(
  source: string,
  { kinds = ["queue"], file = "f.ts", more = {}, others = {}, environments = {} }: Given = {},
) {
  const directory = temporaryDirectory();
  write(directory, { [file]: source, ...more });
  const triggers = Object.assign({}, ...kinds.map((kind) => TRIGGERS[kind]));
  const spec = {
    name: "shop",
    resources: { jobs: { kind: "queue" } },
    functions: { f: { handler: file, triggers }, ...others },
    environments,
  };
  const fn = parseApp(spec).functions.get("f");
  if (!fn) throw new Error("no function");
  const { problems, remarks } = handlerMethods(fn, directory, kindsByHandler(checkSpec(spec)));
  return {
    problems: problems.map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`),
    remarks: remarks.map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`),
  };
}

const DEFINE = 'import { defineHandler } from "polyfn/runtime";\n';
const NONE = { problems: [], remarks: [] };

test.each<[string, string, Given?]>([
  ["defineHandler", `${DEFINE}export default defineHandler({ async queue(batch) {} });`],
  [
    "defineHandler with type arguments",
    `${DEFINE}export default defineHandler<typeof import("./p").default, "f">({ async queue() {} });`,
  ],
  [
    "defineHandler under another name",
    'import { defineHandler as d } from "polyfn/runtime"; export default d({ queue: () => 1 });',
  ],
  [
    "a namespace of the runtime",
    'import * as p from "polyfn/runtime"; export default p.defineHandler({ queue() {} });',
  ],
  ["a plain object", "export default { queue: async function () {} };"],
  ["an object with a type", "export default ({ async queue() {} }) satisfies Handler as Other;"],
  ["a variable", `${DEFINE}const handler: Handler = defineHandler({ queue() {} });\nexport default handler;`],
  ["a variable that is exported by name", "const handler = { queue() {} }; export { handler as default };"],
  ["a method that is a function of the file", "async function work() {} export default { queue: work };"],
  ["a method that is a variable of the file", "const work = async () => 1; export default { queue: work };"],
  ["a method that is imported", 'import { work } from "somewhere"; export default { queue: work };'],
  ["a short property", "const queue = () => 1; export default { queue };"],
  ["a property in quotes", 'export default { "queue": () => 1 };'],
  ["a method that is made by a call", "export default { queue: withLog(async () => 1) };"],
  ["a spread of an object in the file", "const base = { queue() {} }; export default { ...base, raw() {} };"],
  ["an instance of a class", "class H { async queue() {} } export default new H();"],
  [
    "an instance of a class with arrow functions",
    "class H { #a = 1; queue = async () => this.#a; } export default new H();",
  ],
  [
    "an instance of a class that extends another one",
    "class B { queue() {} } class H extends B {} export default new H();",
  ],
  ["a method that is added", "const h = {}; h.queue = () => 1; export default h;"],
  ["exports of the module", "export async function queue() {} export const helper = 1;"],
  [
    "another module's default export",
    'export { default } from "./g.ts";',
    { more: { "g.ts": "export default { queue() {} };" } },
  ],
  [
    "another module's export",
    'import { h } from "./g.js"; export default h;',
    { more: { "g.ts": "export const h = { queue() {} };" } },
  ],
  [
    "a folder's module",
    'import h from "./g"; export default h;',
    { more: { "g/index.ts": "export default { queue() {} };" } },
  ],
  [
    "another module as a whole",
    'import * as h from "./g"; export default h;',
    { more: { "g.ts": "export const queue = () => 1;" } },
  ],
  [
    "a class of another module",
    'import { H } from "./g"; export default new H();',
    { more: { "g.ts": "export class H { queue() {} }" } },
  ],
  ["CommonJS", "module.exports = { queue: async () => 1 };", { file: "f.cjs" }],
  ["CommonJS, export by export", "exports.queue = async () => 1;", { file: "f.cjs" }],
  [
    "CommonJS that a compiler made",
    'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = { queue() {} };',
    { file: "f.cjs" },
  ],
  ["JSX", "const A = () => <p/>; export default { queue() { return A; } };", { file: "f.tsx" }],
  [
    "an app of a framework in plain sight",
    "export default { fetch() { return new Response(); } };",
    { kinds: ["http"] },
  ],
  ["direct calls of a function without triggers", "export default { raw() {} };", { kinds: [] }],
  ["a helper that a method calls", "export default { queue() { return this.format(1); }, format(x) { return x; } };"],
  ["several kinds", "export default { queue() {}, schedule() {}, raw() {} };", { kinds: ["queue", "schedule"] }],
])("a handler is accepted that is %s", (_, source, given) => {
  expect(found(source, given)).toEqual(NONE);
});

test.each<[string, string, Given, string, string]>([
  [
    "a misspelt method",
    "export default {\n  htpp() {} };",
    { kinds: ["http"] },
    'f.ts:1: the handler has no method "http" for its trigger "api"; it has htpp.',
    'Rename "htpp" to "http".',
  ],
  [
    "a missing method",
    "export default { queue() {} };",
    { kinds: ["queue", "schedule"] },
    'no method "schedule" for its trigger "daily"; it has queue.',
    'Add the method "schedule"',
  ],
  [
    "an empty object",
    "export default {};",
    {},
    'no method "queue" for its trigger "jobs"; it has none.',
    'Add the method "queue"',
  ],
  [
    "no default export",
    "export const handler = async () => 1;",
    {},
    'f.ts has no default export, and exports no method "queue" for its trigger "jobs"; it exports handler.',
    "export default defineHandler(",
  ],
  ["no export at all", "const x = 1;", {}, "f.ts has no default export, and exports no method", "export default"],
  ["a function", "export default async (event) => 1;", {}, "f.ts:1: the default export is a function", "defineHandler"],
  [
    "a named function",
    "\nexport default async function queue() {}",
    {},
    "f.ts:2: the default export is a function",
    "defineHandler",
  ],
  ["a class", "export default class { queue() {} }", {}, "the default export is a class", "defineHandler"],
  ["a string", 'export default "queue";', {}, "the default export is a string", "defineHandler"],
  ["null", "const h = null; export default h;", {}, "the default export is null", "defineHandler"],
  [
    "a method that is no function",
    "export default {\n  queue: 5 };",
    {},
    'no method "queue"',
    'Make "queue" a function: it is not one at f.ts:2.',
  ],
  [
    "a misspelt method of an imported object",
    'import { h } from "./g"; export default h;',
    { more: { "g.ts": "export const h = {\n queu() {} };" } },
    "g.ts:1: the handler has no method",
    'Rename "queu" to "queue"',
  ],
  [
    "a misspelt method of a class",
    "class H { async queu() {} } export default new H();",
    {},
    "it has queu",
    'Rename "queu" to "queue"',
  ],
  [
    "a misspelt method of CommonJS",
    "module.exports = { queu() {} };",
    { file: "f.cjs" },
    "it has queu",
    'Rename "queu" to "queue"',
  ],
  [
    "a CommonJS export with the name default",
    "exports.default = { queue() {} };",
    { file: "f.cjs" },
    "it has default",
    'Write "module.exports =" instead of "exports.default ="',
  ],
])("a handler is refused that is %s", (_, source, given, message, remedy) => {
  const { problems } = found(source, given);
  expect(problems).toEqual([expect.stringContaining(message)]);
  expect(problems[0]).toContain(remedy);
});

test.each<[string, string, Given?]>([
  [
    "an app of a framework",
    'import { Hono } from "hono"; const app = new Hono(); export default app;',
    { kinds: ["http"] },
  ],
  ["a handler that is wrapped", 'import { wrap } from "mw"; export default wrap({ queue() {} });'],
  ["a spread of something imported", 'import { base } from "mw"; export default { ...base };'],
  ["a computed name", "export default { [name]: () => 1 };"],
  ["a package's export", 'export { default } from "handlers";'],
  ["a choice", "export default process.env.X ? { queue() {} } : {};"],
  ["an object that a call may change", "const h = {}; Object.assign(h, made); export default h;"],
  ["an instance of an imported class", 'import { H } from "handlers"; export default new H();'],
  [
    "a class that extends an imported one",
    'import { B } from "handlers"; class H extends B {} export default new H();',
  ],
  ["all exports of a package", 'export * from "handlers";'],
])("a handler that cannot be analysed causes a remark: %s", (_, source, given) => {
  expect(found(source, given)).toEqual({ problems: [], remarks: [expect.stringMatching(/^unseen-handler: f\.ts/)] });
});

test("a partly visible handler is accepted when all needed methods are visible", () => {
  expect(found('import { base } from "mw"; export default { ...base, queue() {} };')).toEqual(NONE);
});

test("a function without triggers and without a method for direct calls causes a remark", () => {
  expect(found("export default {};", { kinds: [] })).toEqual({
    problems: [],
    remarks: [
      expect.stringContaining('missing-raw: f.ts:1: the function has no triggers, and its handler has no method "raw"'),
    ],
  });
});

test("a method that nothing calls causes a remark", () => {
  expect(found("export default { queue() {}, scheduel() {} };")).toEqual({
    problems: [],
    remarks: [expect.stringContaining('nothing calls the method "scheduel"')],
  });
});

test("a method that the module of a base class calls is in use", () => {
  const source = 'import { Base } from "./base"; class H extends Base { work() {} } export default new H();';
  const base = (body: string) => ({ more: { "base.ts": `export abstract class Base { queue() { ${body} } }` } });
  expect(found(source, base("this.work();"))).toEqual(NONE);
  expect(found(source, base("")).remarks).toEqual([expect.stringContaining('nothing calls the method "work"')]);
});

test("a field of a class with data is not taken for a method", () => {
  expect(found("class H { size = 1; names = []; queue() {} } export default new H();")).toEqual(NONE);
  expect(found("class H { queue = {}; } export default new H();").problems).toEqual([
    expect.stringContaining('the handler has no method "queue"'),
  ]);
});

test.each([
  ["schedule", `${DEFINE}export default defineHandler({ queue() {},\n schedule() {} });`, "schedule"],
  ["fetch", "export default { queue() {},\n\n fetch() {} };", "http"],
])("a method %s without a trigger causes a remark", (method, source, kind) => {
  const { problems, remarks } = found(source);
  expect(problems).toEqual([]);
  expect(remarks).toEqual([
    expect.stringContaining(
      `f.ts:3: the handler has the method "${method}", and the function has no trigger of this kind.`,
    ),
  ]);
  expect(remarks[0]).toContain(`Add a trigger of kind ${kind} to the function`);
});

test("a method is in use when another function or environment has its trigger", () => {
  const source = "export default { queue() {}, schedule() {} };";
  const triggers = TRIGGERS.schedule;
  expect(found(source, { others: { g: { handler: "f.ts", triggers } } })).toEqual(NONE);
  expect(found(source, { environments: { prod: { functions: { f: { triggers } } } } })).toEqual(NONE);
});

test("a file with errors is left to the bundler", () => {
  expect(found("export default {")).toEqual(NONE);
});
