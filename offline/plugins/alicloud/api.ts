import { createRequire } from "node:module";
import type OpenApi from "@alicloud/openapi-core";
import type { Fields } from "../server/resource-type.ts";
import { retry } from "../server/retry.ts";
import { shouldRetry } from "./errors.ts";

/** One call of a product's JSON API. */
export interface ApiCall {
  /** The vendor's name of the operation, for example "CreateFunction". */
  readonly action: string;
  /** Of a RESTful API; an RPC API has none. */
  readonly path?: string;
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly query?: Fields;
  /** Parameters of an RPC call, or the JSON body of a RESTful one. */
  readonly body?: Fields;
  /** The SLS project, which is part of the host name. */
  readonly project?: string;
}

/** A product's JSON API at one place. */
export interface Api {
  /** The answer's body; `{}` when it has none. Throws the SDK's own errors, after what passes with time was retried. */
  call(call: ApiCall): Promise<Fields>;
}

type Client = InstanceType<typeof OpenApi.default>;

/** The SDKs' `runtime` argument; nothing in it is needed. */
const RUNTIME = {} as Parameters<Client["callApi"]>[2];

/** How a client sends a request: the common way, or SLS's own. */
export type Sending = "callApi" | "execute";

export function createApi(client: Client, version: string, sending: Sending, signal: AbortSignal): Api {
  return {
    call: (call) => retry(() => send(client, version, sending, call), { when: shouldRetry, signal }),
  };
}

async function send(client: Client, version: string, sending: Sending, call: ApiCall): Promise<Fields> {
  const { $OpenApiUtil } = createRequire(import.meta.url)("@alicloud/openapi-core") as typeof OpenApi;
  const restful = call.path !== undefined;
  const params = new $OpenApiUtil.Params({
    action: call.action,
    version,
    protocol: "http",
    pathname: call.path ?? "/",
    method: call.method ?? "POST",
    authType: "AK",
    style: restful ? "ROA" : "RPC",
    reqBodyType: restful ? "json" : "formData",
    // Read as text: some answers have no body at all, which the SDK can't parse.
    bodyType: "string",
  });
  const request = new $OpenApiUtil.OpenApiRequest({
    query: texts(call.query),
    ...(call.body && { body: restful ? call.body : texts(call.body) }),
    ...(call.project !== undefined && { hostMap: { project: call.project } }),
  });
  const { body } = (await client[sending](params, request, RUNTIME)) as { body?: unknown };
  const answer = typeof body === "string" && body.trim() !== "" ? (JSON.parse(body) as Fields) : {};
  refuseFailure(answer);
  return answer;
}

/** Some services answer a refusal with status 200: `{ Code: "EventBusNotExist", Success: false }`. */
function refuseFailure({ Code, Message, Success }: Fields): void {
  if (Success !== false || typeof Code !== "string") return;
  throw Object.assign(new Error(`${Code}: ${String(Message ?? "no reason given")}`), { code: Code });
}

/** Query and form values as text; what is an object travels as JSON. */
function texts(values: Fields = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      if (value === undefined || value === null) return [];
      return [[key, typeof value === "object" ? JSON.stringify(value) : String(value)]];
    }),
  );
}
