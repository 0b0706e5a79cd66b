import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { listed, pattern, quotedCharacters, withRemedy } from "../schema/schema-messages.ts";
import { cors } from "../shared-fields.ts";
import { silence } from "../silence.ts";

/** `GET /items/{id}`: a method (or ANY), a space, a path whose segments may be `{parameter}` or, last, `{parameter+}`. */
const ROUTE =
  /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) (?=\/)(\/|(\/([A-Za-z0-9._~-]+|\{[A-Za-z_]\w*\}))*(\/\{[A-Za-z_]\w*\+\})?)$/;

const METHODS = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY";

/** Converts a route of other tools: `:id`, `*`, a method in lower case or none, no slash before or one at the end. */
function routeMeant(text: string): string {
  const word = text.trim().toUpperCase();
  if (METHODS.split("|").includes(word)) return `${word} /`;
  const [, method = "ANY", path = ""] = /^(?:([A-Za-z*]+) +)?(\/?[^\s/].*|\/)$/.exec(text.trim()) ?? [];
  const parts = path
    .replace(/^(?=[^/])/, "/")
    .replace(/(.)\/$/, "$1")
    .replace(/\/:(\w+)/g, "/{$1}")
    .replace(/\/(\*+|\{proxy\+\})$/, "/{path+}");
  return `${method === "*" ? "ANY" : method.toUpperCase()} ${parts}`;
}

function routeRemedy(text: string): string | undefined {
  if (text === "$default") return "Remove routes: without them the trigger takes every request.";
  const meant = routeMeant(text);
  if (ROUTE.test(meant)) return `Did you mean "${meant}"?`;
  const [, method, path = text] = /^(\S+) (.*)$/s.exec(text) ?? [];
  const wrong = quotedCharacters([...path].filter((c) => !/[A-Za-z0-9._~{}+/-]/.test(c)));
  if (wrong.length > 0) return `Remove or replace ${listed(wrong)}, or let a parameter stand there: "GET /items/{id}".`;
  return method !== undefined && !METHODS.split("|").includes(method)
    ? `Write one of ${METHODS.replaceAll("|", ", ")} before the path.`
    : undefined;
}

const route = withRemedy(
  pattern(
    ROUTE,
    "a route: a method or ANY, a space, and a path whose parts are letters, digits and ._~-, or {parameter}, the last maybe {parameter+}",
    '"GET /items/{id}"',
  ),
  routeRemedy,
);

/** https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
const SCOPE = /^[!#-[\]-~]+$/;

/**
 * Calls over HTTP. Without `api` the function gets its own URL; with `api` it answers the given routes of that api. The
 * handler's `http(request, ctx)` receives a Fetch API `Request` and returns a `Response`.
 */
export const http = define({
  schema: z.strictObject({
    kind: z.literal("http"),
    silence,
    api: name.optional().describe("The api resource whose routes this function answers."),
    routes: z
      .array(route)
      .min(1)
      .optional()
      .describe('With api only: which requests, for example ["GET /items/{id}"]. Default: every request.'),
    auth: z
      .enum(["none", "iam", "jwt"])
      .default("none")
      .describe(
        "Allowed callers: everyone, signed requests of the cloud's own identities, or holders of a token that the api accepts.",
      ),
    scopes: z
      .array(
        pattern(
          SCOPE,
          "a scope: ASCII characters without spaces, quotes and backslashes",
          '"orders:read"',
          "!#-[\\]-~",
        ),
      )
      .min(1)
      .optional()
      .describe("With auth jwt only: a token must grant at least one of these. Default: any token the api accepts."),
    cors: cors.optional().describe("CORS rules of the function's own URL; with api, set them on the api."),
    streaming: z.boolean().default(false).describe("Send the response while the handler produces it."),
  }),
  references: { api: "api" },
  source: "api",
  ownAddress: (t) => t.api === undefined,
  features: {
    http: { title: "HTTP trigger: function URL", uses: (t) => t.api === undefined },
    "http.api": { title: "HTTP trigger: route of an api", uses: (t) => t.api !== undefined },
    "http.auth.iam": { title: "HTTP trigger: signed requests", uses: (t) => t.auth === "iam" },
    "http.auth.jwt": { title: "HTTP trigger: JWT", uses: (t) => t.auth === "jwt" },
    "http.scopes": { title: "HTTP trigger: scopes of a JWT", uses: (t) => t.scopes !== undefined },
    "http.cors": { title: "HTTP trigger: CORS on the function URL", uses: (t) => t.cors !== undefined },
    "http.streaming": { title: "HTTP trigger: response streaming", uses: (t) => t.streaming },
  },
});
