import { createHmac } from "node:crypto";
import { UserError } from "../../../model/errors.ts";
import type { WebhookSettings } from "../../../runtime/shim/webhook.ts";

/** A call to sign. */
export interface UnsignedCall {
  readonly body: Uint8Array;
  /** The sender's id of the delivery. Senders that have none leave it out. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** The sender that signs, and the scheme if the sender is `hmac`. */
export type Signer = Pick<WebhookSettings, "sender"> & Partial<Pick<WebhookSettings, "hmac">>;

type Sign = (call: UnsignedCall, secret: string, signer: Signer) => Record<string, string>;

const digest = (
  { body }: UnsignedCall,
  before: string,
  key: string | Buffer,
  encoding: "hex" | "base64" = "hex",
  algorithm = "sha256",
): string => createHmac(algorithm, key).update(before).update(body).digest(encoding);

/** Headers by sender; the pages that they are from are named where they are verified, in runtime/shim/webhook.ts. */
const SIGN: { readonly [S in Signer["sender"]]: Sign } = {
  github: (call, secret) => ({
    "x-github-delivery": call.id,
    "x-hub-signature-256": `sha256=${digest(call, "", secret)}`,
  }),
  stripe: (call, secret) => ({
    "stripe-signature": `t=${call.timestamp},v1=${digest(call, `${call.timestamp}.`, secret)}`,
  }),
  slack: (call, secret) => ({
    "x-slack-request-timestamp": String(call.timestamp),
    "x-slack-signature": `v0=${digest(call, `v0:${call.timestamp}:`, secret)}`,
  }),
  standard: (call, secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const signature = digest(call, `${call.id}.${call.timestamp}.`, key, "base64");
    return {
      "webhook-id": call.id,
      "webhook-timestamp": String(call.timestamp),
      "webhook-signature": `v1,${signature}`,
    };
  },
  hmac: (call, secret, { hmac }) => {
    if (hmac === undefined) {
      throw new UserError(
        'The sender "hmac" signs as the trigger says, and nothing is said of it.',
        'Give the trigger\'s field, for example hmac: { header: "x-signature" }.',
      );
    }
    const { header, algorithm, encoding, prefix, timestampHeader } = hmac;
    const before = timestampHeader === undefined ? "" : `${call.timestamp}.`;
    return {
      [header]: prefix + digest(call, before, secret, encoding, algorithm),
      ...(timestampHeader !== undefined && { [timestampHeader]: String(call.timestamp) }),
    };
  },
};

/**
 * The headers with which a sender proves that a call is its own.
 * @param secret As the secret resource holds it; of several lines, the first secret signs.
 * @throws UserError where `hmac` is missing.
 */
export function signatureHeaders(signer: Signer, call: UnsignedCall, secret: string): Record<string, string> {
  const first = secret.split(/\r?\n/).find((line) => line !== "") ?? "";
  return SIGN[signer.sender](call, first, signer);
}
