import { z } from "zod";
import { define } from "../definition.ts";
import { withMessage } from "../schema/schema-messages.ts";
import { cors } from "../shared-fields.ts";
import { textValue } from "../value.ts";
import { resourceFields } from "./fields.ts";

const isDomainName = (value: unknown): boolean =>
  typeof value !== "string" || /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])$/i.test(value);

/** A domain name without scheme, port and path. */
const domainName = textValue.refine(isDomainName, {
  message: "This is not a domain name: it has a scheme, a port, a path or characters that no domain name has.",
  params: { code: "bad-format", remedy: 'Write the name alone, for example "api.example.com".' },
});

/** One public entry point for many functions. Their http triggers name it and list routes. */
export const api = define({
  schema: z.strictObject({
    kind: z.literal("api"),
    cors: cors.optional().describe("CORS rules for all of its routes."),
    jwt: z
      .strictObject({
        issuer: withMessage(z.url(), "an address", '"https://login.example.com"').describe(
          "Address of the issuer, as its tokens name it.",
        ),
        audience: z.array(z.string().min(1)).min(1).describe("Accepted audiences; a token needs one of them."),
        jwks: withMessage(
          z.record(z.string(), z.unknown()),
          "an object, the issuer's key set itself and not its address",
          '{ "keys": [{ "kty": "RSA", "kid": "1", "n": "...", "e": "AQAB" }] }',
        )
          .optional()
          .describe("The issuer's key set, for targets that cannot fetch it."),
      })
      .optional()
      .describe("Tokens that http triggers with auth jwt accept."),
    domain: z
      .strictObject({
        name: domainName.describe("The domain name."),
        certificate: textValue.describe("Identifier (ARN) of the TLS certificate."),
      })
      .optional()
      .describe("A domain name of your own."),
    ...resourceFields<"api">(),
  }),
  references: {},
  serves: true,
  features: {
    "resource.api": { title: "API", uses: () => true },
    "resource.api.cors": { title: "API: CORS", uses: (r) => r.cors !== undefined },
    "resource.api.jwt": { title: "API: JWT", uses: (r) => r.jwt !== undefined },
    "resource.api.domain": { title: "API: custom domain", uses: (r) => r.domain !== undefined },
  },
});
