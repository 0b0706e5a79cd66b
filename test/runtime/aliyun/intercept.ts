import { EventEmitter } from "node:events";
import type { ClientRequest, RequestOptions } from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import { Readable } from "node:stream";
import { vi } from "vitest";

/** A request that the shim made. */
export interface Made {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Answer = (request: Made) => Response | undefined | Promise<Response | undefined>;

/** Answers requests over TLS in place of the cloud, which gets those that are answered with undefined. Returns what was requested. */
export function intercept(answer: Answer): Made[] {
  const made: Made[] = [];
  const real = https.request;
  vi.spyOn(https, "request").mockImplementation(((url: URL, options: RequestOptions) => {
    const call = new EventEmitter();
    const forward = (body?: string | Uint8Array): void => {
      const passed = real(url, options);
      for (const event of ["response", "error"]) passed.on(event, (given) => call.emit(event, given));
      passed.end(body);
    };
    const end = async (body?: string | Uint8Array): Promise<void> => {
      const headers = Object.fromEntries(new Headers(options.headers as Record<string, string>));
      const request = { method: options.method ?? "GET", url, headers, body: Buffer.from(body ?? "") };
      made.push(request);
      const response = await answer(request);
      if (response === undefined) return forward(body);
      const content = Readable.from([Buffer.from(await response.arrayBuffer())]);
      const head = { statusCode: response.status, headers: Object.fromEntries(response.headers) };
      call.emit("response", Object.assign(content, head));
    };
    const reject = (error: unknown) => call.emit("error", error);
    return Object.assign(call, {
      end: (body?: string | Uint8Array) => void end(body).catch(reject),
    }) as unknown as ClientRequest;
  }) as typeof https.request);
  syncBuiltinESMExports();
  return made;
}

/** Sends requests over TLS again. */
export function stopIntercepting(): void {
  vi.mocked(https.request).mockRestore();
  syncBuiltinESMExports();
}
