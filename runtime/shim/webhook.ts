import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Trigger } from "../../model/triggers/index.ts";
import { readText } from "../core/body.ts";
import type { NamedTrigger } from "./codec.ts";

/** A webhook trigger as the deployment hands it to the function: the spec's own fields, all in seconds. */
export type WebhookSettings = Pick<Trigger<"webhook">, "sender" | "secret" | "tolerance" | "hmac">;

/** A function's webhook. `secret` is the name of a client. */
export interface WebhookTrigger extends WebhookSettings, NamedTrigger {}

/** A call to verify. */
export interface SignedCall {
  readonly headers: Headers;
  /** The body as it was sent, byte for byte. */
  readonly raw: Uint8Array;
  /** Seconds since 1970, now. */
  readonly now: number;
}

/** A sender's signature scheme: the signed text, the algorithm, and the signatures of a call. */
interface Claim {
  readonly algorithm: string;
  /** Key made of a secret's text. */
  key(secret: string): string | Buffer;
  /** Signed before the body. */
  readonly before: string;
  readonly signatures: readonly Buffer[];
  /** Seconds; undefined where the scheme has no time. */
  readonly timestamp?: number;
}

type Settings = Pick<WebhookSettings, "hmac">;
type Scheme = (headers: Headers, settings: Settings) => Claim | undefined;

const asText = (secret: string): string => secret;
const fromHex = (text: string): Buffer => Buffer.from(text, "hex");
const fromBase64 = (text: string): Buffer => Buffer.from(text, "base64");
const seconds = (text: string): number => (/^\d{1,12}$/.test(text) ? Number(text) : Number.NaN);

/** Values of `name=value` (or `name,value`) entries in a header, for one name: senders list several while they rotate keys. */
function entries(header: string, separator: string, name: string): string[] {
  return header
    .split(separator)
    .flatMap((entry) => (entry.trim().startsWith(name) ? [entry.trim().slice(name.length)] : []));
}

/** https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
const github: Scheme = (headers) => {
  const header = headers.get("x-hub-signature-256") ?? "";
  return { algorithm: "sha256", key: asText, before: "", signatures: entries(header, ",", "sha256=").map(fromHex) };
};

/** https://docs.stripe.com/webhooks#verify-manually */
const stripe: Scheme = (headers) => {
  const header = headers.get("stripe-signature") ?? "";
  const [time = ""] = entries(header, ",", "t=");
  const signatures = entries(header, ",", "v1=").map(fromHex);
  return { algorithm: "sha256", key: asText, before: `${time}.`, signatures, timestamp: seconds(time) };
};

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
const slack: Scheme = (headers) => {
  const time = headers.get("x-slack-request-timestamp") ?? "";
  const signatures = entries(headers.get("x-slack-signature") ?? "", ",", "v0=").map(fromHex);
  return { algorithm: "sha256", key: asText, before: `v0:${time}:`, signatures, timestamp: seconds(time) };
};

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, symmetric signatures. */
const standard: Scheme = (headers) => {
  const id = headers.get("webhook-id") ?? "";
  const time = headers.get("webhook-timestamp") ?? "";
  const signatures = entries(headers.get("webhook-signature") ?? "", " ", "v1,").map(fromBase64);
  const key = (secret: string) => fromBase64(secret.replace(/^whsec_/, ""));
  return { algorithm: "sha256", key, before: `${id}.${time}.`, signatures, timestamp: seconds(time) };
};

const hmac: Scheme = (headers, { hmac: settings }) => {
  if (settings === undefined) return undefined;
  const { header, algorithm, encoding, prefix, timestampHeader } = settings;
  const signatures = entries(headers.get(header) ?? "", ",", prefix).map(encoding === "hex" ? fromHex : fromBase64);
  if (timestampHeader === undefined) return { algorithm, key: asText, before: "", signatures };
  const time = headers.get(timestampHeader) ?? "";
  return { algorithm, key: asText, before: `${time}.`, signatures, timestamp: seconds(time) };
};

const SCHEMES: { readonly [S in WebhookSettings["sender"]]: Scheme } = { github, stripe, slack, standard, hmac };

/**
 * Why a call is refused, for the log only; undefined when it is genuine. `secret` holds one secret, or several, one per
 * line, while they are exchanged. Signatures are compared in constant time.
 */
export function refusal(settings: WebhookSettings, call: SignedCall, secret: string): string | undefined {
  const claim = SCHEMES[settings.sender](call.headers, settings);
  if (claim === undefined || claim.signatures.length === 0) return "it carries no signature";
  const { timestamp } = claim;
  if (timestamp !== undefined && !(Math.abs(call.now - timestamp) <= settings.tolerance)) {
    return `its timestamp is missing or more than ${settings.tolerance} s away`;
  }
  const secrets = secret.split(/\r?\n/).filter((line) => line !== "");
  const genuine = secrets.some((text) => {
    const expected = createHmac(claim.algorithm, claim.key(text)).update(claim.before).update(call.raw).digest();
    return claim.signatures.some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  });
  return genuine ? undefined : "its signature does not match the secret";
}

/** Form fields as an object: repeated ones become lists. */
function formFields(text: string): Record<string, unknown> {
  const form = new URLSearchParams(text);
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, oneOrAll(form.getAll(name))]));
}
const oneOrAll = (values: string[]): unknown => (values.length === 1 ? values[0] : values);

/** The body read by its content type. GitHub can send its JSON as a form's only field, `payload`. */
export function readBody(sender: WebhookSettings["sender"], { headers, raw }: SignedCall): unknown {
  const text = Buffer.from(raw).toString();
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) {
    const fields = formFields(text);
    return sender === "github" && typeof fields.payload === "string" ? readText(fields.payload).data : fields;
  }
  return /\bjson\b/.test(type) ? readText(text).data : text;
}

/** The sender's id of a delivery: the same when it is repeated. Where the sender has none: a digest of the body. */
export function deliveryId({ headers, raw }: SignedCall, body: unknown): string {
  const { id, event_id } = (typeof body === "object" && body !== null ? body : {}) as {
    id?: unknown;
    event_id?: unknown;
  };
  const inBody = [event_id, id].find((value) => typeof value === "string");
  const given = headers.get("x-github-delivery") ?? headers.get("webhook-id") ?? inBody;
  return typeof given === "string" ? given : createHash("sha256").update(raw).digest("hex");
}
