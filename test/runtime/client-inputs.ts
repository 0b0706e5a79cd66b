import { channel } from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../runtime/index.ts";
import { type AllClients, CLIENTS, VALUES, type ValueName } from "./client-methods.ts";

/** Arguments with another value at a path. */
function withValue(args: Readonly<Record<string, unknown>>, path: string, value: unknown): unknown[] {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== "");
  const last = parts.pop() ?? "";
  const holder = parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], args);
  (holder as Record<string, unknown>)[last] = value;
  return Object.values(args);
}

/** As errors say a path: fields of options stand alone. */
const spoken = (path: string): string => path.replace(/^(options|changes|query)\./, "");

const isWithin = (found: string, path: string): boolean =>
  found === path || found.startsWith(`${path}.`) || found.startsWith(`${path}[`);

/** Requests that leave this process during the work. */
async function requestsDuring(work: () => Promise<void>): Promise<unknown[]> {
  const made: unknown[] = [];
  const note = (message: unknown) => void made.push(message);
  const channels = ["http.client.request.start", "undici:request:create"].map((name) => channel(name));
  for (const one of channels) one.subscribe(note);
  try {
    await work();
  } finally {
    for (const one of channels) one.unsubscribe(note);
  }
  return made;
}

type AnyMethod = (...args: unknown[]) => Promise<unknown> | AsyncIterable<unknown>;

async function errorOf(client: object, method: string, args: unknown[]): Promise<unknown> {
  const result = (client as Readonly<Record<string, AnyMethod>>)[method]?.(...args);
  const isList = typeof result === "object" && Symbol.asyncIterator in result;
  return Promise.resolve(isList ? result[Symbol.asyncIterator]().next() : result).then(
    () => "no error",
    (error: unknown) => error,
  );
}

/** A problem with how a method refuses a value, or undefined. */
function problemOf(error: unknown, place: string, path: string, name: string): string | undefined {
  const at = `${path}, ${name}`;
  if (!(error instanceof InvalidInputError)) return `${at}: ${error}`;
  const isField = /^(nonsense|self)$/.test(error.path) && /^(options|changes|query)$/.test(path);
  if (!isField && !isWithin(error.path, spoken(path))) return `${at}: it names ${error.path}`;
  return error.message.startsWith(`${place}: ${error.path} `) ? undefined : `${at}: it says ${error.message}`;
}

/** Every method of every client of a cloud, each argument and each part of it with each value of another type. */
export function describeInputs(clients: () => AllClients): void {
  describe.each(Object.entries(CLIENTS))("%s", (place, methods) => {
    it.each(Object.keys(methods))("%s refuses values of wrong types, names them and sends nothing", async (method) => {
      const problems: string[] = [];
      let tried = 0;
      const requests = await requestsDuring(async () => {
        for (const [path, allowed] of Object.entries(methods[method]?.allowed ?? {})) {
          for (const name of Object.keys(VALUES) as ValueName[]) {
            if (allowed.includes(name)) continue;
            const args = withValue(methods[method]?.right() ?? {}, path, VALUES[name]());
            const error = await errorOf(clients()[place as keyof AllClients], method, args);
            const problem = problemOf(error, `${method} of ${place}`, path, name);
            if (problem !== undefined) problems.push(problem);
            tried += 1;
          }
        }
      });
      expect(problems).toEqual([]);
      expect(requests).toEqual([]);
      expect(tried).toBeGreaterThan(5);
    });
  });
}
