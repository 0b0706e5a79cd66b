import type { DeployedPart, HttpRequest } from "../../../adapters/operate.ts";
import { UserError } from "../../../model/errors.ts";
import type { Trigger } from "../../../model/triggers/index.ts";
import { readText } from "../../../runtime/core/body.ts";
import { REDACTED } from "../../../runtime/shim/redact.ts";
import { findRoute } from "../../../runtime/shim/routes.ts";
import { deployedResource } from "../deployed-app.ts";
import { signatureHeaders } from "../events/signature.ts";
import { type FireInput, type Firing, fresh, unmatched } from "./firing.ts";

/** Sends a request. */
export const http: Firing<"http"> = {
  takes: ["method", "path", "headers", "body", "contentType"],
  async fire({ app, operator, trigger, fn }, input) {
    const { api, routes } = trigger.spec;
    const request = requestOf(trigger.spec, input);
    const path = request.path.split("?")[0] ?? "";
    if (routes !== undefined && findRoute(routes, request.method, path) === undefined) {
      throw unmatched(
        `${request.method} ${path} is not one of the trigger's routes: ${routes.join(", ")}`,
        "Give --method and --path that match, or leave them out.",
      );
    }
    const base = addressOf(api === undefined ? fn : deployedResource(app, api));
    const response = await operator.request(base + request.path, request);
    return { sent: `${request.method} ${base}${request.path}`, response };
  },
  async inputsOf(request) {
    const { pathname, search } = new URL(request.url);
    const body = new Uint8Array(await request.clone().arrayBuffer());
    const headers = headersToSend(request.headers);
    return [{ method: request.method, path: pathname + search, headers, ...(body.length > 0 && { body }) }];
  },
};

/** Headers that belong to one connection or one content. */
const OF_CONNECTION = new Set(["connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade"]);

/** The headers of an event that is sent once more: without those whose value was redacted. */
const headersToSend = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name, value]) => !OF_CONNECTION.has(name) && !value.includes(REDACTED)));

type HttpInput = Required<Pick<HttpRequest, "method" | "headers">> &
  Pick<HttpRequest, "body"> & { readonly path: string };

function requestOf({ routes = [], auth }: Trigger<"http">, input: FireInput): HttpInput {
  const [word = "ANY", template = "/"] = routes[0]?.split(" ") ?? [];
  const method = input.method ?? (word !== "ANY" ? word : input.body === undefined ? "GET" : "POST");
  const headers = headersOf(input);
  if (auth === "iam") {
    throw new UserError(
      "The trigger takes requests that one of the cloud's own identities has signed, which polyfn does not send.",
      "Sign the request with the cloud's own tools, or call the function itself: polyfn invoke.",
    );
  }
  if (auth === "jwt" && !Object.keys(headers).some((name) => name.toLowerCase() === "authorization")) {
    throw unmatched(
      "The trigger takes requests with a token, and there is none",
      "Give one: --header 'authorization: Bearer TOKEN'.",
    );
  }
  const path = input.path ?? template.replace(/\{\w+\+?\}/g, () => fresh());
  return {
    method,
    path: path.startsWith("/") ? path : `/${path}`,
    headers,
    ...(input.body !== undefined && { body: input.body }),
  };
}

/** The given headers, and the body's type: JSON where it is. */
function headersOf({ headers = {}, body, contentType }: FireInput): Record<string, string> {
  if (Object.keys(headers).some((name) => name.toLowerCase() === "content-type")) return { ...headers };
  const type = contentType ?? (typeof body === "string" ? readText(body).datacontenttype : undefined);
  return type === undefined ? { ...headers } : { "content-type": type, ...headers };
}

function addressOf({ url, name }: DeployedPart): string {
  if (url !== undefined) return url.replace(/\/$/, "");
  throw new UserError(`${name} was deployed without an address.`, "Deploy the stack again with polyfn up.");
}

/** Sends a call that is signed with the deployed secret, as its sender does. */
export const webhook: Firing<"webhook"> = {
  takes: ["headers", "body", "contentType"],
  async fire({ app, operator, trigger, fn }, input) {
    const { spec, name } = trigger;
    const body = Buffer.from(input.body ?? "{}");
    const secret = await operator.readSecret(deployedResource(app, spec.secret));
    const call = { body, id: crypto.randomUUID(), timestamp: Math.floor(Date.now() / 1000) };
    const headers = {
      ...(spec.sender === "github" && { "x-github-event": "ping" }),
      ...headersOf({ ...input, contentType: input.contentType ?? "application/json" }),
      ...signatureHeaders(spec, call, secret),
    };
    const url = addressOf(fn);
    const response = await operator.request(url, { method: "POST", headers, body });
    return { sent: `POST ${url}, signed for the webhook ${name}`, response };
  },
  inputsOf: ({ data }) => [{ headers: headersToSend(data.headers), body: data.raw }],
};
