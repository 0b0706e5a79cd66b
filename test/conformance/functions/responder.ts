import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { defineHandler } from "polyfn/runtime";

const TEXT = "upstream: é 漢 🙂 ".repeat(20);
const CODINGS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;
type Coding = keyof typeof CODINGS;

/** Answers as other people's servers do: encoded, in chunks, with headers of its connection. */
function upstream(coding: Coding, response: ServerResponse): void {
  response.writeHead(203, {
    "content-type": "text/plain; charset=utf-8",
    "content-encoding": coding,
    connection: "close, x-hop",
    "keep-alive": "timeout=5",
    "x-hop": "1",
    "x-end": "2",
    "set-cookie": ["u=1; Path=/", "v=2"],
  });
  response.end(CODINGS[coding](TEXT));
}

async function startUpstream(): Promise<string> {
  const server = createServer((request, response) => upstream((request.url ?? "").slice(1) as Coding, response));
  server.listen(0, "127.0.0.1");
  server.unref();
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let address: Promise<string> | undefined;
async function ask(coding: Coding): Promise<Response> {
  address ??= startUpstream();
  return fetch(`${await address}/${coding}`);
}

/** A body in pieces, with an error at its end if one is given. */
const streamOf = (pieces: readonly (string | Uint8Array)[], error?: Error): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(Buffer.from(piece as string));
      if (error) controller.error(error);
      else controller.close();
    },
  });

const BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);

type Answer = () => unknown;

/** Each path's response. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  text: () => new Response("é 漢 🙂", { headers: { "content-type": "text/plain; charset=utf-8", "x-own": "yes" } }),
  bytes: () => new Response(BYTES, { headers: { "content-type": "image/png" } }),
  untyped: () => new Response(BYTES),
  empty: () => new Response(null, { headers: { "content-type": "text/plain" } }),
  "no-content": () => new Response(null, { status: 204, headers: { "x-own": "yes" } }),
  "not-modified": () => new Response(null, { status: 304, headers: { etag: '"1"' } }),
  redirect: () => Response.redirect("https://example.com/there", 302),
  range: () => new Response("0123", { status: 206, headers: { "content-range": "bytes 0-3/10" } }),
  teapot: () => new Response("short and stout", { status: 418 }),
  repeated: () => {
    const headers = new Headers([
      ["x-many", "a"],
      ["x-many", "b"],
    ]);
    return new Response("x", { headers });
  },
  cookies: () => {
    const headers = new Headers();
    headers.append("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
    headers.append("set-cookie", "b=2");
    return new Response("x", { headers });
  },
  "hop-by-hop": () =>
    new Response("x", { headers: { connection: "x-hop", "x-hop": "1", "keep-alive": "timeout=5", te: "trailers" } }),
  "own-gzip": () => new Response(gzipSync("packed"), { headers: { "content-encoding": "gzip" } }),
  "own-deflate": () => new Response(deflateRawSync("packed"), { headers: { "content-encoding": "deflate" } }),
  "own-br": () => new Response(streamOf([brotliCompressSync("packed")]), { headers: { "content-encoding": "br" } }),
  pieces: () => new Response(streamOf(["one ", "two ", "three"]), { headers: { "content-type": "text/plain" } }),
  "broken-stream": () => new Response(streamOf(["begun"], new Error("broken"))),
  "fetch-gzip": () => ask("gzip"),
  "fetch-deflate": () => ask("deflate"),
  "fetch-br": () => ask("br"),
  "fetch-copied": async () => {
    const response = await ask("gzip");
    return new Response(response.body, response);
  },
  "fetch-read": async () => {
    const response = await ask("br");
    return new Response(await response.arrayBuffer(), response);
  },
  "fetch-piped": async () => {
    const { body, status, headers } = await ask("br");
    return new Response(body?.pipeThrough(new TransformStream()), { status, headers });
  },
  "fetch-headers": async () => {
    const { body, status, headers } = await ask("deflate");
    return new Response(body, { status, headers: new Headers(headers) });
  },
  "latin-1": () => new Response("x", { headers: { "x-name": "é" } }),
  "beyond-latin-1": () => new Response("x", { headers: { "x-name": "漢" } }),
  "line-break": () => new Response("x", { headers: { "x-name": "a\r\nx-evil: 1" } }),
  "status-99": () => new Response("x", { status: 99 }),
  "status-101": () => new Response(null, { status: 101 }),
  "status-600": () => new Response("x", { status: 600 }),
  "network-error": () => Response.error(),
  "no-response": () => ({ statusCode: 200 }),
  "used-body": async () => {
    const response = new Response("x");
    await response.text();
    return response;
  },
};

export default defineHandler({
  async http(request) {
    const { pathname, searchParams } = new URL(request.url);
    const megabytes = searchParams.get("megabytes");
    if (megabytes !== null) return new Response("x".repeat(Number(megabytes) * 1024 * 1024));
    return (await ANSWERS[pathname.slice(1)]?.()) as Response;
  },
});
