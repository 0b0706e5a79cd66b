import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { refinement } from "../schema/refinement.ts";
import { headerName } from "../shared-fields.ts";
import { silence } from "../silence.ts";
import { duration } from "../units.ts";

/** Signature of a sender without its own scheme: an HMAC of the raw body, sent in a header. */
const hmac = z.strictObject({
  header: headerName.describe("Header with the signature."),
  algorithm: z.enum(["sha1", "sha256", "sha512"]).default("sha256").describe("Hash algorithm of the HMAC."),
  encoding: z.enum(["hex", "base64"]).default("hex").describe("Encoding of the signature."),
  prefix: z.string().default("").describe('Text before the signature in the header, for example "sha256=".'),
  timestampHeader: headerName
    .optional()
    .describe(
      "Header with the Unix time in seconds; signed as `<timestamp>.<body>` and checked against the tolerance.",
    ),
});

/**
 * A public URL for another service's events. The signature is verified on the raw body, in constant time and within
 * `tolerance`, before the handler's `webhook(event, ctx)` runs; any other request is answered with 401.
 * Schemes: GitHub `X-Hub-Signature-256`, Stripe `Stripe-Signature`, Slack `X-Slack-Signature`, Standard Webhooks
 * (https://www.standardwebhooks.com) and a generic HMAC.
 */
export const webhook = define({
  schema: z
    .strictObject({
      kind: z.literal("webhook"),
      silence,
      sender: z
        .enum(["github", "stripe", "slack", "standard", "hmac"])
        .describe("Sender whose signature scheme is verified."),
      secret: name.describe("The secret resource that holds the signing secret."),
      tolerance: duration({ min: "1s", max: "1h" }).default(300).describe("Maximum age of a signed timestamp."),
      hmac: hmac.optional().describe('Required with sender "hmac", not allowed otherwise.'),
    })
    .refine(
      (t) => (t.sender === "hmac") === (t.hmac !== undefined),
      refinement({
        path: ["hmac"],
        message: 'The field hmac belongs to sender "hmac", and only to it.',
        remedy: 'With sender "hmac" say how it signs: hmac: { header: "x-signature" }. Otherwise remove hmac.',
      }),
    ),
  references: { secret: "secret" },
  ownAddress: () => true,
  grants: { secret: ["read"] },
  features: {
    webhook: { title: "Webhook trigger", uses: () => true },
  },
});
