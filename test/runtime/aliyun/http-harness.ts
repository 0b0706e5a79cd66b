import type { Setup } from "../../../adapters/aliyun/runtime/entry.ts";
import type { HttpResult } from "../../../adapters/aliyun/runtime/http-form.ts";
import type { HttpContext } from "../../../runtime/index.ts";
import { invoke } from "./harness.ts";

interface Given {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly base64?: boolean;
  readonly domain?: string;
}

/** A call over HTTP as FC hands it over. */
export const event = ({
  method = "GET",
  path = "/",
  query = {},
  headers = {},
  body = "",
  base64 = false,
  domain,
}: Given) => ({
  version: "v1",
  rawPath: path,
  body,
  isBase64Encoded: base64,
  headers: { Host: "x.example", ...headers },
  queryParameters: query,
  requestContext: {
    domainName: domain ?? "f-abc.cn-hangzhou.fcapp.run",
    http: { method, path: decodeURIComponent(path), sourceIp: "203.0.113.7" },
  },
});

export type Http = (request: Request, ctx: HttpContext) => Response | Promise<Response>;
/** Calls the method the way FC does. */
export const call = (http: Http, given: Given = {}, setup: Partial<Setup> = {}) =>
  invoke({ http }, event(given), setup) as Promise<HttpResult>;

/** A request as the method sees it. */
export async function look<T>(
  given: Given,
  see: (request: Request, ctx: HttpContext) => T | Promise<T>,
  setup?: Partial<Setup>,
) {
  const seen: T[] = [];
  const http: Http = async (request, ctx) => {
    seen.push(await see(request, ctx));
    return new Response();
  };
  await call(http, given, setup);
  return seen[0];
}
