import type { Readable } from "node:stream";

/** One request to a service, its body read. Header names are lower case. */
export interface ServiceRequest {
  /** Identifier that the answer carries, and that the request log lists. */
  readonly id: string;
  readonly method: string;
  /** Host the client asked for, without port, lower case: a real host name behind the proxy, else a loopback address. */
  readonly host: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly rawPath: string;
  /** Query as sent, without the question mark. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Every header line as sent, in order: a signature may cover the letters. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Address of the caller. */
  readonly address: string;
  /** True if it came over TLS. Absent: it didn't. */
  readonly secure?: boolean;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Buffer | string;
  /** A body that comes bit by bit, instead of `body`. Destroyed when the caller hangs up. */
  readonly stream?: Readable;
}

/** A JSON answer. An empty body is not one: official clients parse what comes. */
export const json = (body: object, status = 200, headers: Readonly<Record<string, string>> = {}): ServiceResponse => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(body),
});

export const empty = (status = 204, headers: Readonly<Record<string, string>> = {}): ServiceResponse => ({
  status,
  headers,
});
