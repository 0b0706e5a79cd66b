import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { cors } from "../shared-fields.ts";
import { silence } from "../silence.ts";
import { pattern } from "../wording.ts";

/** `GET /items/{id}`: a method (or ANY), a space, a path whose segments may be `{parameter}` or, last, `{parameter+}`. */
const ROUTE =
  /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) (\/|(\/([A-Za-z0-9._~-]+|\{[A-Za-z_]\w*\}))*(\/\{[A-Za-z_]\w*\+\})?)$/;

/** https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
const SCOPE = /^[!#-[\]-~]+$/;

/**
 * Calls over HTTP. Without `api` the function gets an address of its own; with `api` it answers the given routes of
 * that front door. The handler's `http(request, ctx)` receives a Fetch API `Request` and returns a `Response`.
 */
export const http = define({
  schema: z.strictObject({
    kind: z.literal("http"),
    silence,
    api: name.optional().describe("The api resource whose routes this function answers."),
    routes: z
      .array(pattern(ROUTE, "a route: a method or ANY, a space, a path", '"GET /items/{id}"'))
      .min(1)
      .optional()
      .describe('With api only: which requests, for example ["GET /items/{id}"]. Default: every request.'),
    auth: z
      .enum(["none", "iam", "jwt"])
      .default("none")
      .describe(
        "Who may call: everyone, signed requests of the cloud's own identities, or holders of a token the api accepts.",
      ),
    scopes: z
      .array(pattern(SCOPE, "a scope: ASCII characters without spaces, quotes and backslashes", '"orders:read"'))
      .min(1)
      .optional()
      .describe("With auth jwt only: a token must grant at least one of these. Default: any token the api accepts."),
    cors: cors.optional().describe("Cross-origin rules of the function's own address; with api, set them there."),
    streaming: z.boolean().default(false).describe("Send the response while it is produced."),
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
