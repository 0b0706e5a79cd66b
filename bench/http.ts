/** The cost of answering an HTTP event: a shim beside a plain handler and libraries that bring Fetch or Express to functions. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Goal, printGoals } from "./goals.ts";
import { bundle, median, runsOr } from "./measure.ts";

/** A handler that answers events of a platform. All do the same small work. */
export interface HttpSubject {
  /** Source of a module that exports `handler`. It is bundled as a function's is. */
  readonly source: string;
  /** The platform's event of a call. */
  event(method: string, body?: string): unknown;
  readonly context: object;
}

/** The small work: one header and the path read, a JSON body read if there is one, JSON answered. */
export const ANSWER = `
  async function answer(request) {
    const { pathname } = new URL(request.url);
    const agent = request.headers.get("user-agent");
    return { pathname, agent, sent: request.method === "POST" ? await request.json() : null };
  }`;

/** Source of a function with this shim, which adds one HTTP trigger. @param shim Its folder. */
export const shimSource = (shim: string): string => `
  import { createHandler } from "${shim}/entry.ts";
  import { http } from "${shim}/triggers/http.ts";
  ${ANSWER}
  export const handler = createHandler(
    { default: { http: async (request) => Response.json(await answer(request)) } },
    { function: "bench", codecs: { http }, triggers: { http: [{ name: "web" }] } });`;

interface Loaded extends HttpSubject {
  readonly handler: (event: unknown, context: object) => unknown;
  /** The classes that the module put in place of Node's, or Node's. */
  readonly globals: object;
}

const CALLS = 3000;
const BODY = '{"a":1,"b":"two"}';

async function load(subjects: Readonly<Record<string, HttpSubject>>, syntax: string): Promise<Map<string, Loaded>> {
  const classes = () => ({ Request: globalThis.Request, Response: globalThis.Response, Headers: globalThis.Headers });
  const node = classes();
  const folder = mkdtempSync(join(tmpdir(), "polyfn-bench-"));
  const loaded = new Map<string, Loaded>();
  for (const [index, [name, subject]] of Object.entries(subjects).entries()) {
    const file = join(folder, `${index}.mjs`);
    writeFileSync(file, await bundle(subject.source, syntax));
    const { handler } = (await import(pathToFileURL(file).href)) as Pick<Loaded, "handler">;
    loaded.set(name, { ...subject, handler, globals: classes() });
    Object.assign(globalThis, node);
  }
  rmSync(folder, { recursive: true });
  return loaded;
}

interface Times {
  readonly cpu: number;
  readonly wall: number;
}

/** Microseconds per call: of this process, whatever else the machine does, and by the clock. */
async function run({ handler, globals, context }: Loaded, input: unknown): Promise<Times> {
  Object.assign(globalThis, globals);
  const [before, start] = [process.cpuUsage(), performance.now()];
  for (let done = 0; done < CALLS; done++) await handler(input, context);
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / CALLS, wall: ((performance.now() - start) * 1000) / CALLS };
}

/** Medians after a warm-up. The subjects take turns, so that a busy moment of the machine hits all. */
async function measure(all: ReadonlyMap<string, Loaded>, method: string, runs: number): Promise<Map<string, Times>> {
  const inputs = new Map(
    [...all].map(([name, { event }]) => [name, event(method, method === "GET" ? undefined : BODY)]),
  );
  const times = new Map([...all.keys()].map((name) => [name, { cpu: [] as number[], wall: [] as number[] }]));
  for (let turn = -2; turn < runs; turn++) {
    for (const [name, subject] of all) {
      const { cpu, wall } = await run(subject, inputs.get(name));
      if (turn < 0) continue;
      times.get(name)?.cpu.push(cpu);
      times.get(name)?.wall.push(wall);
    }
  }
  return new Map([...times].map(([name, { cpu, wall }]) => [name, { cpu: median(cpu), wall: median(wall) }]));
}

/** Processor time that polyfn's shim adds to an event, in microseconds. */
export interface HttpCost {
  readonly method: string;
  /** Over the plain handler. */
  readonly added: number;
  /** Of `polyfn` against serverless-http, both over their plain handlers. */
  readonly ratio: number;
}

/**
 * Measures GET and POST, prints a table for each, and returns the cost of the subject "polyfn".
 * @param subjects The first is the plain handler of polyfn's platform. `base` names the plain handler of another's.
 */
export async function printHttp(
  subjects: Readonly<Record<string, HttpSubject & { readonly base?: string }>>,
  syntax: string,
): Promise<HttpCost[]> {
  const runs = runsOr(15);
  const all = await load(subjects, syntax);
  const [first = ""] = all.keys();
  const express = [...all.keys()].find((name) => name.startsWith("serverless-http")) ?? "";
  const costs: HttpCost[] = [];
  for (const method of ["GET", "POST"]) {
    const results = await measure(all, method, runs);
    const over = (name: string): number =>
      (results.get(name)?.cpu ?? 0) - (results.get(subjects[name]?.base ?? first)?.cpu ?? 0);
    console.log(`${method}, us per event, medians of ${runs} runs of ${CALLS}        cpu   over raw     clock`);
    for (const [name, { cpu, wall }] of results) {
      console.log(name.padEnd(48), ...[cpu, over(name), wall].map((value) => value.toFixed(1).padStart(9)));
    }
    console.log();
    costs.push({ method, added: over("polyfn"), ratio: over("polyfn") / over(express) });
  }
  return costs;
}

/** Prints the costs beside what is aimed at. */
export const printHttpGoals = (costs: readonly HttpCost[]): void =>
  printGoals(
    costs.map(
      ({ method, ratio }): Goal => ({
        what: `${method} through the shim against serverless-http`,
        measured: ratio,
        goal: 1,
        unit: "x",
      }),
    ),
  );
