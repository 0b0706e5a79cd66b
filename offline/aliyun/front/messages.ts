import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { TLSSocket } from "node:tls";
import type { Cancel, Clock } from "../core/clock.ts";
import type { ServiceRequest, ServiceResponse } from "../core/http.ts";
import { isLoopback, isVendors } from "./hosts.ts";

/** The largest body that is taken, bytes: a single upload to object storage may be larger, on the real one. */
export const LARGEST_BODY = 2 ** 30;

export class BodyTooLarge extends Error {}

/** For how long nothing of an announced body may arrive, milliseconds of the emulator's clock. */
export const BODY_TIMEOUT = 60_000;

/** Less of a body arrived than was announced: https://help.aliyun.com/zh/oss/support/0017-00000704 */
export class BodyTimeout extends Error {}

/**
 * Reads a request to its end.
 * @throws BodyTooLarge
 * @throws BodyTimeout
 */
export async function read(incoming: IncomingMessage, clock: Clock): Promise<ServiceRequest> {
  const { path, host, rawQuery } = targetOf(incoming);
  return {
    id: randomUUID().toUpperCase(),
    method: incoming.method ?? "GET",
    ...addressed(host, path, incoming.headers["x-forwarded-host"]),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    rawHeaders: pairs(incoming.rawHeaders),
    body: await readBody(incoming, clock),
    address: incoming.socket.remoteAddress ?? "127.0.0.1",
    secure: incoming.socket instanceof TLSSocket,
  };
}

/** The target that a request line and the `Host` header name. */
export function targetOf(incoming: IncomingMessage): { host: string; path: string; rawQuery: string } {
  // Bytes beyond ASCII are taken as if they were percent-encoded.
  const target = (incoming.url ?? "/").replace(
    /[\x80-\xff]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const absolute = /^https?:\/\/([^/?#]*)/i.exec(target);
  const rest = absolute ? target.slice(absolute[0].length) : target;
  const at = rest.indexOf("?");
  const path = (at === -1 ? rest : rest.slice(0, at)) || "/";
  const rawQuery = at === -1 ? "" : rest.slice(at + 1);
  return { host: hostName(absolute?.[1] ?? incoming.headers.host ?? ""), path, rawQuery };
}

/** "Host.Name:443" -> "host.name"; brackets of IPv6 addresses stay. */
export const hostName = (authority: string): string =>
  authority.trim().toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");

/**
 * A request to an address of this machine may name a real host name for clients that take no address without one and no
 * proxy: in X-Forwarded-Host, or at the beginning of its path, as in
 * http://127.0.0.1:4580/1234567890123456.mns.cn-hangzhou.aliyuncs.com. No bucket's name has a dot.
 */
function addressed(
  host: string,
  path: string,
  forwarded?: string | string[],
): Pick<ServiceRequest, "host" | "rawPath"> {
  if (!isLoopback(host)) return { host, rawPath: path };
  const behind = hostName(String(forwarded ?? ""));
  if (isVendors(behind)) return { host: behind, rawPath: path };
  const named = /^\/([a-z0-9.-]+\.aliyuncs\.com)(?=\/|$)/i.exec(path);
  if (!named?.[1]) return { host, rawPath: path };
  return { host: named[1].toLowerCase(), rawPath: path.slice(named[0].length) || "/" };
}

function readBody(incoming: IncomingMessage, clock: Clock): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let cancel: Cancel = () => undefined;
  const body = new Promise<Buffer>((resolve, reject) => {
    const wait = (): void => {
      cancel();
      cancel = clock.after(BODY_TIMEOUT, () => reject(new BodyTimeout()));
    };
    wait();
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > LARGEST_BODY) reject(new BodyTooLarge());
      else chunks.push(chunk);
      wait();
    });
    incoming.once("end", () => resolve(Buffer.concat(chunks, size)));
    incoming.once("error", reject);
  });
  return body.finally(() => {
    cancel();
    if (!incoming.complete) incoming.pause().removeAllListeners("data");
  });
}

function pairs(flat: readonly string[]): [string, string][] {
  const rows: [string, string][] = [];
  for (let i = 0; i < flat.length; i += 2) rows.push([flat[i] ?? "", flat[i + 1] ?? ""]);
  return rows;
}

/** Node.js writes each letter of a header as one byte: text that has others is sent as UTF-8. */
const headerBytes = (value: string): string =>
  [...value].some((letter) => letter > "\xff") ? Buffer.from(value).toString("latin1") : value;

/** Writes an answer. The one to HEAD says how long the body would be without sending it. */
export function send(outgoing: ServerResponse, method: string, response: ServiceResponse): void {
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    outgoing.setHeader(name, typeof value === "string" ? headerBytes(value) : value.map(headerBytes));
  }
  outgoing.statusCode = response.status;
  if (response.stream) {
    outgoing.once("close", () => response.stream?.destroy());
    response.stream.once("error", () => outgoing.destroy());
    outgoing.flushHeaders();
    response.stream.pipe(outgoing);
    return;
  }
  const body = typeof response.body === "string" ? Buffer.from(response.body) : (response.body ?? Buffer.alloc(0));
  const hasBody = response.status >= 200 && response.status !== 204 && response.status !== 304;
  if (hasBody && !outgoing.hasHeader("content-length")) outgoing.setHeader("content-length", body.length);
  // Node.js reads Content-Disposition as UTF-8 once it knows the length: the head is written before the body is given.
  outgoing.writeHead(response.status);
  outgoing.end(method === "HEAD" || !hasBody ? undefined : body);
}
