import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { handle } from "../core/handle.ts";
import type { ServiceRequest, ServiceResponse } from "../core/http.ts";
import type { Journal } from "../core/journal.ts";
import type { HostFacts, Service } from "../core/service.ts";
import type { Access, World } from "../core/world.ts";
import type { Keyring } from "../security/authenticate.ts";
import type { Emulated } from "../services.ts";

export interface Front {
  readonly port: number;
  readonly world: World;
  readonly services: Readonly<Record<string, Emulated>>;
  readonly keys: Keyring;
  readonly journal: Journal;
  reset(): Promise<void>;
}

/** Takes requests on the loopback interface and hands each to its service. */
export async function listen(front: Front): Promise<{ readonly access: Access; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => void answer(front, incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(front.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : front.port;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const access = {
    url: `http://127.0.0.1:${port}`,
    certificateFile: "",
    bundleFile: "",
    environment: {},
    workerEnvironment: {},
  };
  return { access, close };
}

async function answer(front: Front, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await read(incoming);
  send(outgoing, request.method, await route(front, request));
}

async function route(front: Front, request: ServiceRequest): Promise<ServiceResponse> {
  for (const { service } of Object.values(front.services)) {
    const served = service.serve?.(request);
    if (served) return served;
  }
  const found = findService(front, request);
  if (!found) return { status: 404, body: `No emulated service answers for ${request.host}${request.rawPath}.\n` };
  const { account, defaultRegion, clock } = front.world;
  const began = performance.now();
  const handled = await handle(found.service, request, found.host, {
    account,
    defaultRegion,
    keys: front.keys,
    authorize: () => undefined,
  });
  if (handled.fault) console.error(handled.fault);
  front.journal.add({
    id: request.id,
    time: clock.now(),
    service: found.name,
    operation: handled.operation,
    method: request.method,
    host: request.host,
    path: request.rawPath,
    caller: handled.caller,
    status: handled.response.status,
    ...(handled.code !== undefined && { code: handled.code }),
    ms: performance.now() - began,
  });
  return handled.response;
}

function findService(
  front: Front,
  request: ServiceRequest,
): { name: string; service: Service; host: HostFacts } | undefined {
  const entries = Object.entries(front.services);
  for (const [name, { service }] of entries) {
    const host = service.matches(request.host);
    if (host) return { name, service, host };
  }
  for (const [name, { service }] of entries) {
    const host = service.recognises(request);
    if (host) return { name, service, host };
  }
  return undefined;
}

async function read(incoming: IncomingMessage): Promise<ServiceRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`);
  const [, rawPath = "/", rawQuery = ""] = /^(?:https?:\/\/[^/?]*)?([^?]*)\??(.*)$/.exec(incoming.url ?? "/") ?? [];
  const rawHeaders: [string, string][] = [];
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    rawHeaders.push([incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? ""]);
  }
  return {
    id: randomUUID().toUpperCase(),
    method: incoming.method ?? "GET",
    host: url.hostname,
    rawPath: rawPath || "/",
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    rawHeaders,
    body: Buffer.concat(chunks),
    address: incoming.socket.remoteAddress ?? "127.0.0.1",
  };
}

function send(outgoing: ServerResponse, method: string, response: ServiceResponse): void {
  const body = response.body === undefined ? Buffer.alloc(0) : Buffer.from(response.body);
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    outgoing.setHeader(name, typeof value === "string" ? value : [...value]);
  }
  // The answer to HEAD says how long the body would be without sending it.
  if (!outgoing.hasHeader("content-length")) outgoing.setHeader("content-length", body.length);
  outgoing.statusCode = response.status;
  outgoing.end(method === "HEAD" ? undefined : body);
}
