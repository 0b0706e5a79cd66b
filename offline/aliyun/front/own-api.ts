import { createRequire } from "node:module";
import { PassThrough } from "node:stream";
import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import type { Debugging } from "../core/debugging.ts";
import type { Faults } from "../core/faults.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../core/http.ts";
import type { Journal } from "../core/journal.ts";
import type { Access } from "../core/world.ts";
import { isLoopback, type Services } from "./hosts.ts";

/** The part of the emulator that its own API, `/_polyfn/...`, controls. */
export interface Control {
  readonly clock: Clock;
  readonly debugging: Debugging;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly services: readonly string[];
  readonly access: () => Access;
  readonly running: Services;
  reset(): Promise<void>;
}

type Handler = (control: Control, request: ServiceRequest) => ServiceResponse | Promise<ServiceResponse>;

const { version } = createRequire(import.meta.url)("@polyfn/aliyun-emulator/package.json") as {
  readonly version: string;
};

const PREFIX = "/_polyfn/";

const routes: Readonly<Record<string, Handler>> = {
  "GET health": ({ services, clock }) =>
    json({ ready: true, version, services, time: new Date(clock.now()).toISOString() }),
  // For programs that start others, which reach the vendor's hostnames here.
  "GET access": ({ access }) => json(access()),
  "POST reset": async ({ reset }) => {
    await reset();
    return json({});
  },
  "GET requests": (control, request) => (request.query.has("follow") ? follow(control) : list(control, request)),
  "POST pending": pending,
  "POST empty": empty,
  "POST faults": addFault,
  "DELETE faults": removeFaults,
  "GET clock": ({ clock }) => json({ now: new Date(clock.now()).toISOString() }),
  "POST clock": advance,
  "POST debug": debug,
};

/** Answers a request to the emulator's own API; undefined for every other one. */
export function ownApi(
  control: Control,
  request: ServiceRequest,
): ServiceResponse | Promise<ServiceResponse> | undefined {
  if (!isLoopback(request.host) || !request.rawPath.startsWith(PREFIX)) return undefined;
  // Web pages in a browser of this machine can send requests here, and must not use this API.
  if (isForeign(request.headers.origin)) return json({ error: "Not for web pages of other origins." }, 403);
  const route = `${request.method} ${request.rawPath.slice(PREFIX.length)}`;
  const handler = routes[route];
  if (handler) return handler(control, request);
  const known = Object.keys(routes).map((key) => key.replace(" ", ` ${PREFIX}`));
  return json({ error: `There is no ${request.method} ${request.rawPath}. There are: ${known.join(", ")}.` }, 404);
}

function isForeign(origin: string | undefined): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || !isLoopback(new URL(origin).hostname);
}

/** Requests, oldest first; `after=<id>` leaves out those up to that one. */
function list({ journal }: Control, { query }: ServiceRequest): ServiceResponse {
  const after = query.get("after");
  const at = after === null ? -1 : journal.entries.findIndex(({ id }) => id === after);
  return json({ requests: journal.entries.slice(at + 1) });
}

/** Every request from now on, one JSON object per line, until the caller hangs up. */
function follow({ journal }: Control): ServiceResponse {
  const stream = new PassThrough();
  const end = journal.follow((entry) => stream.write(`${JSON.stringify(entry)}\n`));
  stream.once("close", end);
  return { status: 200, headers: { "content-type": "application/x-ndjson" }, stream };
}

const part = z.object({
  prefix: z.string().min(1),
  buckets: z.array(z.string()).default([]),
  queues: z.array(z.string()).default([]),
  sources: z.array(z.string()).default([]),
  instances: z.array(z.string()).default([]),
});

/** Work of a part of the account, by service; `total` is 0 once nothing happens any more without being asked. */
function pending({ running }: Control, { body }: ServiceRequest): ServiceResponse {
  const asked = part.safeParse(parse(body));
  if (!asked.success) return json({ error: PART }, 400);
  const counts = Object.entries(running).flatMap(([name, service]) => {
    const count = service.pending?.(asked.data) ?? 0;
    return count > 0 ? [[name, count] as const] : [];
  });
  return json({ total: counts.reduce((sum, [, count]) => sum + count, 0), services: Object.fromEntries(counts) });
}

/** Removes objects, messages and rows, as if they had never been. */
function empty({ running }: Control, { body }: ServiceRequest): ServiceResponse {
  const asked = part.safeParse(parse(body));
  if (!asked.success) return json({ error: PART }, 400);
  for (const service of Object.values(running)) service.empty?.(asked.data);
  return json({});
}

const PART =
  'Send {"prefix": "<start of names>"} and, where there are any, lists of "buckets", "queues", "sources" and "instances".';

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

const fault = z.strictObject({
  prefix: z.string().min(1),
  services: z.array(z.string()).min(1),
  times: z.int().min(1).optional(),
  delay: z.number().min(0).optional(),
  refusal: z.strictObject({ status: z.int().min(400).max(599), code: z.string(), message: z.string() }).optional(),
});

/** Lets services refuse or delay calls of a deployment's functions. */
function addFault({ faults, services }: Control, { body }: ServiceRequest): ServiceResponse {
  const asked = fault.safeParse(parse(body));
  if (!asked.success || !asked.data.services.every((name) => services.includes(name))) {
    return json(
      {
        error: `Send {"prefix": "<start of names>", "services": ["mns"], "refusal": {"status": 429, "code": "...", "message": "..."}}, where you like with "times" and "delay" in milliseconds. Services: ${services.join(", ")}.`,
      },
      400,
    );
  }
  faults.add(asked.data);
  return json({});
}

function removeFaults({ faults }: Control, { body }: ServiceRequest): ServiceResponse {
  const asked = z.object({ prefix: z.string().min(1) }).safeParse(parse(body));
  if (!asked.success) return json({ error: 'Send {"prefix": "<start of names>"}.' }, 400);
  faults.remove(asked.data.prefix);
  return json({});
}

const debugged = z.object({ function: z.string().min(1), port: z.int().min(1).max(65_535).optional() });

/** Lets later processes of a Node.js function listen for a debugger, or no longer. */
function debug({ debugging }: Control, { body }: ServiceRequest): ServiceResponse {
  const asked = debugged.safeParse(parse(body));
  if (!asked.success) {
    return json({ error: 'Send {"function": "<name>", "port": 9229}, or {"function": "<name>"} to end it.' }, 400);
  }
  debugging.set(asked.data.function, asked.data.port);
  return json({});
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

async function advance({ clock }: Control, { body }: ServiceRequest): Promise<ServiceResponse> {
  const milliseconds = durationOf(body.toString());
  if (milliseconds === undefined) {
    return json({ error: 'Send {"advance": "<number><ms|s|m|h|d>"}, for example {"advance": "5m"}.' }, 400);
  }
  await clock.advance(milliseconds);
  return json({ now: new Date(clock.now()).toISOString() });
}

function durationOf(body: string): number | undefined {
  try {
    const { advance: asked } = JSON.parse(body) as { advance?: unknown };
    const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(asked));
    const unit = UNITS[found?.[2] ?? ""];
    return found && unit ? Number(found[1]) * unit : undefined;
  } catch {
    return undefined;
  }
}
