import type { ClientRequest, IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/** A request over HTTP/1.1. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Milliseconds until the request fails: until the body was read, or with `streamed` until the headers came. */
  readonly timeout: number;
  /** Leaves the body of a success to the caller. Default: it is read before the response is returned. */
  readonly streamed?: boolean;
}

/** The protocol of a service's calls. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds until a try fails. Default 30,000. */
  readonly timeout?: number;
  /** True if a call that may have been carried out is made again. Default true. */
  readonly repeatable?: boolean;
  /** Leaves the body of the response to the caller. */
  readonly streamed?: boolean;
}

/** Milliseconds until a try of a call fails. */
export const CALL_TIMEOUT = 30_000;

type Bytes = Uint8Array<ArrayBuffer>;

/** The response of a server. Its body is as it was sent: compressed content stays compressed. */
export class HttpResponse {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly #message: IncomingMessage;
  #loaded: Bytes | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  #used = false;

  constructor(message: IncomingMessage) {
    this.#message = message;
    this.status = message.statusCode ?? 0;
    this.headers = message.headers as Record<string, string>;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** Reads the body, which can then be asked for any number of times. */
  async load(): Promise<void> {
    this.#loaded = await this.bytes();
  }

  /** The body. One that was not loaded can be read once. */
  async bytes(): Promise<Bytes> {
    if (this.#loaded !== undefined) return this.#loaded;
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#take()) chunks.push(chunk as Uint8Array);
    return new Uint8Array(Buffer.concat(chunks));
  }

  /** The body as UTF-8, without a byte order mark. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  async json<T>(): Promise<T> {
    return JSON.parse(await this.text()) as T;
  }

  /** A body that was not loaded, as a stream. */
  get body(): ReadableStream<Uint8Array> {
    this.#stream ??= Readable.toWeb(this.#take()) as ReadableStream<Uint8Array>;
    return this.#stream;
  }

  #take(): IncomingMessage {
    if (this.#used) throw new TypeError("Body is unusable: Body has already been read");
    this.#used = true;
    return this.#message;
  }
}

/** Codes of errors on the way to a server and back. */
const NETWORK = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** Returns true for a request that failed on its way, or whose response did. */
export const isNetworkError = (error: unknown): boolean => NETWORK.test(String((error as { code?: unknown }).code));

/**
 * Sends a request and returns the response, whatever its status. Redirects are not followed. Connections are kept open
 * for the next request. The global `fetch` costs a function some 40 ms more of processor time when it is first used, and
 * decompresses objects (decision 21 in docs/decisions).
 * @throws The signal's reason when it is aborted; an error with the code ETIMEDOUT after the timeout; Node.js's own.
 */
export async function request(asked: HttpRequest): Promise<HttpResponse> {
  const { request: open } = await (asked.url.protocol === "http:" ? import("node:http") : import("node:https"));
  for (;;) {
    let answered = false;
    const call = open(asked.url, { method: asked.method, headers: asked.headers, signal: asked.signal });
    call.on("response", () => {
      answered = true;
    });
    try {
      return await answerOf(call, asked);
    } catch (error) {
      if (asked.signal?.aborted) throw asked.signal.reason;
      // The server closed a connection that was kept open, as happens while a function is frozen. It read nothing.
      const { code } = error as { code?: unknown };
      const isStale = call.reusedSocket && !answered && (code === "ECONNRESET" || code === "EPIPE");
      if (!isStale) throw error;
    }
  }
}

async function answerOf(call: ClientRequest, { url, body, timeout, streamed }: HttpRequest): Promise<HttpResponse> {
  let late: Error | undefined;
  const timer = setTimeout(() => {
    late = Object.assign(new Error(`${url.host} did not answer within ${timeout} ms`), { code: "ETIMEDOUT" });
    call.destroy();
  }, timeout);
  try {
    const message = new Promise<IncomingMessage>((resolve, reject) => {
      call.on("response", resolve).on("error", reject);
    });
    call.end(body);
    const response = new HttpResponse(await message);
    if (!streamed || !response.ok) await response.load();
    return response;
  } catch (error) {
    throw late ?? error;
  } finally {
    clearTimeout(timer);
  }
}
