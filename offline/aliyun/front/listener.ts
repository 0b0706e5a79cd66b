import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import { type AddressInfo, createServer } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../core/clock.ts";
import type { ServiceResponse } from "../core/http.ts";
import type { Access } from "../core/world.ts";
import { EmulatorError } from "../emulator-error.ts";
import type { Authority } from "./authority.ts";
import { Connections } from "./connections.ts";
import { accessOf } from "./environment.ts";
import { BODY_TIMEOUT, BodyTimeout, BodyTooLarge, hostName, LARGEST_BODY, read, send, targetOf } from "./messages.ts";
import type { Router } from "./router.ts";

export interface Front {
  /** 0: a free one. */
  readonly port: number;
  readonly authority: Authority;
  readonly router: Router;
  readonly clock: Clock;
}

export interface Listening {
  readonly access: Access;
  close(): Promise<void>;
}

/**
 * Takes requests on ONE port of the loopback interface: plain HTTP, HTTP as a proxy gets it, tunnels (CONNECT), and TLS
 * for any host name, inside a tunnel or not.
 */
export async function listen({ port, authority, router, clock }: Front): Promise<Listening> {
  const http = createHttpServer(
    // Temporary credentials and tokens travel in headers.
    // Clients of object storage send a length beside the chunks of a stream, which only the lenient parser takes.
    { maxHeaderSize: 64 * 1024, requestTimeout: 0, keepAliveTimeout: 120_000, insecureHTTPParser: true },
    (incoming, outgoing) => void answer({ router, clock }, incoming, outgoing),
  );
  const connections = new Connections(http, authority);
  acceptTunnels(http, router, connections);
  http.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => answerMalformed(router, error, socket));
  const front = createServer((socket) => connections.take(socket.setNoDelay(true), "localhost"));
  await new Promise<void>((resolve, reject) => {
    front.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    front.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      front.close(() => resolve());
      connections.close();
    });
  return { access: accessOf((front.address() as AddressInfo).port, authority), close };
}

async function answer(
  { router, clock }: Pick<Front, "router" | "clock">,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let response: ServiceResponse;
  try {
    response = await router.route(await read(incoming, clock));
  } catch (error) {
    response = error instanceof BodyTimeout ? timedOut(router, incoming) : failure(error);
    // The rest of the body is discarded.
    if (!incoming.complete) outgoing.setHeader("connection", "close");
  }
  // The client may have given up while its request was answered.
  if (outgoing.destroyed) response.stream?.destroy();
  else send(outgoing, incoming.method ?? "GET", response);
}

function timedOut(router: Router, incoming: IncomingMessage): ServiceResponse {
  const { host, path } = targetOf(incoming);
  const announced = incoming.headers["content-length"];
  const body = announced === undefined ? "its body has no end" : `less than its ${announced} bytes of body arrived`;
  const request = { method: incoming.method ?? "GET", host, rawPath: path };
  return router.malformed("RequestTimeout", `${body}, and nothing more for ${BODY_TIMEOUT / 1000} s.`, request);
}

function failure(error: unknown): ServiceResponse {
  if (error instanceof BodyTooLarge) {
    return { status: 413, body: `The emulator takes bodies of up to ${LARGEST_BODY} bytes.\n` };
  }
  if ((error as NodeJS.ErrnoException).code === "ECONNRESET") return { status: 400 };
  console.error(error);
  return { status: 500, body: "The emulator failed; see its log.\n" };
}

/** Answers input that is not valid HTTP: it is in the request log like every request. */
function answerMalformed(router: Router, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body = "" } = router.malformed(error.code ?? "", error.message);
  const text = body.toString();
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${plainText(text).join("\r\n")}\r\n\r\n${text}`);
}

/** Headers of a plain answer that ends its connection. */
const plainText = (text: string): string[] => [
  "content-type: text/plain; charset=utf-8",
  `content-length: ${Buffer.byteLength(text)}`,
  "connection: close",
];

function acceptTunnels(http: Server, router: Router, connections: Connections): void {
  http.on("connect", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const host = hostName(incoming.url ?? "");
    if (!router.answersFor(host)) {
      const { status, body = "" } = router.refuse(incoming.method ?? "", host);
      const text = body.toString();
      const lines = [
        // Clients written in Go show of this answer nothing but the reason.
        `HTTP/1.1 ${status} polyfn's offline cloud has no service at ${host}`,
        ...plainText(text),
      ];
      socket.on("error", () => socket.destroy());
      socket.end(`${lines.join("\r\n")}\r\n\r\n${text}`);
      return;
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    connections.take(socket, host);
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE") {
    return new EmulatorError(
      `Something else listens on port ${port} of this machine.`,
      "Choose another port, or end it.",
    );
  }
  return error;
}
