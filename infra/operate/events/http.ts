import { UserError } from "../../../model/errors.ts";
import { textOf } from "./stamp.ts";

/** A request. */
export interface RequestInput {
  /** Default: "GET", or "POST" with a body. */
  readonly method?: string;
  /** Path with query, or an absolute URL. Default: "/" of https://function.example. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes are sent as they are, anything else as JSON with its content type. Default: none. */
  readonly body?: unknown;
}

const contentOf = (body: unknown): string | Uint8Array<ArrayBuffer> | undefined => {
  if (body === undefined) return undefined;
  return body instanceof Uint8Array ? new Uint8Array(body) : textOf(body);
};

const HOST = "https://function.example";

/** @throws UserError for what no request can have. */
export function http({ method, path = "/", headers = {}, body }: RequestInput = {}): Request {
  const content = contentOf(body);
  const isJson = content !== undefined && content !== body && !(body instanceof Uint8Array);
  const sent = new Headers(isJson ? { "content-type": "application/json" } : {});
  try {
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    return new Request(new URL(path, HOST), {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: sent,
      ...(content !== undefined && { body: content }),
    });
  } catch (error) {
    throw new UserError(
      `There is no such request: ${error instanceof Error ? error.message : error}`,
      "Give a method with a body if there is one, a path or an https address, and headers that HTTP allows.",
      { cause: error },
    );
  }
}
