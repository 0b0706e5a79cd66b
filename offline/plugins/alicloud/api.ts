import { createRequire } from "node:module";
import type OpenApi from "@alicloud/openapi-core";
import type { Fields } from "../server/resource-type.ts";
import { retry } from "../server/retry.ts";
import { shouldRetry } from "./errors.ts";

/** One call of a product's JSON API. */
export interface ApiCall {
  /** The vendor's operation name, for example "CreateFunction". */
  readonly action: string;
  /** Path of a RESTful call; absent for RPC calls. */
  readonly path?: string;
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly query?: Fields;
  /** Parameters of an RPC call, or the JSON body of a RESTful call. */
  readonly body?: Fields;
  /** SLS project, which is part of the hostname. */
  readonly project?: string;
}

/** The JSON API of one product in one region. */
export interface Api {
  /** Returns the response body, `{}` when there is none. Retries transient errors, then throws the SDK's own errors. */
  call(call: ApiCall): Promise<Fields>;
}

type Client = InstanceType<typeof OpenApi.default>;

/** The SDK's `runtime` argument. Its defaults are sufficient. */
const RUNTIME = {} as Parameters<Client["callApi"]>[2];

/** SDK method that sends a request: the common one, or the one of SLS. */
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
    // Read as text, because the SDK cannot parse a response without a body.
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

/** Some services answer an error with status 200: `{ Code: "EventBusNotExist", Success: false }`. */
function refuseFailure({ Code, Message, Success }: Fields): void {
  if (Success !== false || typeof Code !== "string") return;
  throw Object.assign(new Error(`${Code}: ${String(Message ?? "no reason given")}`), { code: Code });
}

/** Query and form values as strings. Objects are encoded as JSON. */
function texts(values: Fields = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      if (value === undefined || value === null) return [];
      return [[key, typeof value === "object" ? JSON.stringify(value) : String(value)]];
    }),
  );
}
