/** A handler's responses over HTTP and their callers' view, at every kind of address. */
export interface ResponseRow {
  readonly title: string;
  /** Path of `functions/responder.ts`, per cloud where it differs. */
  readonly path: string | { readonly aws: string; readonly aliyun: string };
  readonly method?: "HEAD";
  readonly status: number;
  /** Null: it is not there. Several values are joined by " | ". */
  readonly headers?: Readonly<
    Record<string, string | null | { readonly aws: string | null; readonly aliyun: string | null }>
  >;
  readonly body?: string | Uint8Array;
  /** It counts at addresses that answer in one piece. */
  readonly only?: "whole";
  /** The body is a request id and nothing else. */
  readonly is?: "failure";
  /** For the table in the documentation, where the status does not say it. */
  readonly shown?: { readonly aws: string; readonly aliyun: string };
}

const UPSTREAM = "upstream: é 漢 🙂 ".repeat(20);
const BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);

/** Everything of another server's response but what belongs to its connection. */
const passedOn = (title: string, path: string): ResponseRow => ({
  title,
  path,
  status: 203,
  headers: {
    "content-type": "text/plain; charset=utf-8",
    "content-encoding": null,
    "x-hop": null,
    "x-end": "2",
    "set-cookie": { aws: "u=1; Path=/ | v=2", aliyun: "u=1; Path=/" },
  },
  body: UPSTREAM,
  shown: {
    aws: "its status, headers and body, decoded, and each cookie",
    aliyun: "its status, headers and body, decoded, and the first cookie",
  },
});

const alike = (shown: string): ResponseRow["shown"] => ({ aws: shown, aliyun: shown });

const failing = (title: string, path: ResponseRow["path"], status = 500): ResponseRow => ({
  title,
  path,
  status,
  headers: { "content-type": "application/json", "x-evil": null },
  is: "failure",
});

/** Each row is called at each address on each server. */
export const RESPONSES: readonly ResponseRow[] = [
  {
    title: "text",
    path: "text",
    shown: alike("200, the text"),
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8", "x-own": "yes" },
    body: "é 漢 🙂",
  },
  {
    title: "bytes",
    path: "bytes",
    shown: alike("200, the bytes"),
    status: 200,
    headers: { "content-type": "image/png" },
    body: BYTES,
  },
  {
    title: "bytes without a type",
    path: "untyped",
    shown: alike("200, application/octet-stream"),
    status: 200,
    headers: { "content-type": "application/octet-stream" },
    body: BYTES,
  },
  { title: "no body", path: "empty", shown: alike("200, no body"), status: 200, body: "" },
  {
    title: "HEAD",
    path: "text",
    method: "HEAD",
    shown: alike("200, the headers, no body"),
    status: 200,
    headers: { "x-own": "yes" },
    body: "",
  },
  {
    title: "204",
    path: "no-content",
    shown: alike("204, the headers, no body"),
    status: 204,
    headers: { "x-own": "yes" },
    body: "",
  },
  {
    title: "304",
    path: "not-modified",
    shown: alike("304, the headers, no body"),
    status: 304,
    headers: { etag: '"1"' },
    body: "",
  },
  {
    title: "302",
    path: "redirect",
    shown: alike("302, its location"),
    status: 302,
    headers: { location: "https://example.com/there" },
    body: "",
  },
  {
    title: "206, a range",
    path: "range",
    shown: alike("206, its content-range"),
    status: 206,
    headers: { "content-range": "bytes 0-3/10" },
    body: "0123",
  },
  { title: "418", path: "teapot", shown: alike("418, the text"), status: 418, body: "short and stout" },
  {
    title: "a header twice",
    path: "repeated",
    shown: alike("200, one header, values joined by a comma"),
    status: 200,
    headers: { "x-many": "a, b" },
  },
  {
    title: "several cookies",
    path: "cookies",
    shown: { aws: "200, each cookie", aliyun: "200, the first cookie" },
    status: 200,
    headers: {
      "set-cookie": {
        aws: "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT | b=2",
        aliyun: "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
      },
    },
  },
  {
    title: "headers of a connection",
    path: "hop-by-hop",
    shown: alike("200, without them"),
    status: 200,
    headers: { "x-hop": null, te: null },
    body: "x",
  },
  {
    title: "a body that the handler encoded",
    path: "own-gzip",
    shown: alike("200, content-encoding and the bytes"),
    status: 200,
    headers: { "content-encoding": "gzip" },
    body: "packed",
  },
  {
    title: "a body that the handler encoded with deflate, without zlib's header",
    path: "own-deflate",
    shown: alike("200, content-encoding and the bytes"),
    status: 200,
    headers: { "content-encoding": "deflate" },
    body: "packed",
  },
  {
    title: "a stream that the handler encoded with br",
    path: "own-br",
    shown: alike("200, content-encoding and the bytes"),
    status: 200,
    headers: { "content-encoding": "br" },
    body: "packed",
  },
  {
    title: "a stream of several pieces",
    path: "pieces",
    shown: alike("200, all pieces"),
    status: 200,
    headers: { "content-type": "text/plain" },
    body: "one two three",
  },
  passedOn("fetch of gzip", "fetch-gzip"),
  passedOn("fetch of deflate", "fetch-deflate"),
  passedOn("fetch of br", "fetch-br"),
  passedOn("a new Response of a fetched one", "fetch-copied"),
  passedOn("a fetched stream through another one, with the headers", "fetch-piped"),
  passedOn("a fetched stream with a copy of the headers", "fetch-headers"),
  passedOn("fetched bytes with their headers", "fetch-read"),
  {
    title: "a header in Latin-1",
    path: "latin-1",
    shown: alike("200, the header"),
    status: 200,
    headers: { "x-name": "é" },
    body: "x",
  },
  failing("a header beyond Latin-1", "beyond-latin-1"),
  failing("a line break in a header", "line-break"),
  failing("status 99", "status-99"),
  failing("status 101", "status-101"),
  failing("status 600", "status-600"),
  failing("Response.error()", "network-error", 502),
  failing("a value that is no Response", "no-response"),
  failing("a body that was read", "used-body"),
  { ...failing("a stream that fails", "broken-stream"), only: "whole" },
  {
    ...failing("a body over the limit", { aws: "large?megabytes=7", aliyun: "large?megabytes=33" }, 502),
    only: "whole",
  },
];
