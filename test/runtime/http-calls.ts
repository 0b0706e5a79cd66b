import fc from "fast-check";
import type { HttpResult } from "../../adapters/aws/runtime/response.ts";
import type { HttpContext } from "../../runtime/index.ts";
import { invoke } from "./harness.ts";

export interface Given {
  method?: string;
  path?: string;
  query?: string;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  base64?: boolean;
}

/** An event as HTTP APIs and function URLs make it. */
export const eventV2 = ({
  method = "GET",
  path = "/",
  query = "",
  headers = {},
  cookies,
  body,
  base64 = false,
}: Given) => ({
  version: "2.0",
  rawPath: path,
  rawQueryString: query,
  headers: { host: "x.example", ...headers },
  cookies,
  requestContext: { http: { method, path, sourceIp: "203.0.113.7" } },
  body,
  isBase64Encoded: base64,
});

export type Http = (request: Request, ctx: HttpContext) => Response | Promise<Response>;
export const call = (http: Http, given: Given = {}) => invoke({ http }, eventV2(given)) as Promise<HttpResult>;

/** Runs a handler that only looks. */
export async function look<T>(given: Given, see: (request: Request, ctx: HttpContext) => T | Promise<T>): Promise<T> {
  const seen: T[] = [];
  await call(async (request, ctx) => {
    seen.push(await see(request, ctx));
    return new Response();
  }, given);
  return seen[0] as T;
}

/** The client's result: bytes. */
export const bytesOf = ({ body, isBase64Encoded }: HttpResult) =>
  Buffer.from(body, isBase64Encoded ? "base64" : "utf8");

export const text = fc.string({ unit: "binary" }).filter((value) => !/\p{Surrogate}/u.test(value));
export const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
export const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
