import { UserError } from "../../../model/errors.ts";
import { type Trigger, type TriggerInput, triggers } from "../../../model/triggers/index.ts";
import type { WebhookEvent } from "../../../runtime/events.ts";
import { readBody } from "../../../runtime/shim/webhook.ts";
import { toEvent } from "../../../runtime/shim/webhook-codec.ts";
import { signatureHeaders } from "./signature.ts";
import { type DataOf, idOf, type Stamp, textOf, timeOf } from "./stamp.ts";

/** A call of another service. GitHub and Standard Webhooks send `id`; of the others the id is made of the body. */
export interface WebhookInput<Body = unknown> extends Stamp {
  /** Whose scheme signs. Default: "standard". */
  readonly sender?: Trigger<"webhook">["sender"];
  /** The signature scheme of sender "hmac", as in the spec. */
  readonly hmac?: TriggerInput<"webhook">["hmac"];
  /** Signs. Default: "test-secret". */
  readonly secret?: string;
  /** Name of the trigger in the spec. Default: "webhook". */
  readonly trigger?: string;
  /** Text and bytes are sent as they are, anything else as JSON. Default: `{}`. */
  readonly body?: Body;
  /** Beside those of the signature. Default: a JSON content type, and of GitHub the event "ping". */
  readonly headers?: Readonly<Record<string, string>>;
}

/** With which a call is signed when no secret is given. */
export const TEST_SECRET = "test-secret";

/** The settings as the function's package has them, defaults filled in. */
function settingsOf({ sender = "standard", hmac }: WebhookInput): Trigger<"webhook"> {
  const given = { kind: "webhook", sender, secret: "secret", ...(hmac !== undefined && { hmac }) };
  const { data, error } = triggers.webhook.schema.safeParse(given);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new UserError(
    `A webhook of sender "${sender}" can't be signed: ${issue?.path.join(".")}: ${issue?.message}`,
    "Give sender and hmac as the trigger in the spec has them.",
  );
}

/**
 * A verified call, as the method gets it: its headers carry a signature that the shim accepts for the secret.
 * @throws UserError for a sender or `hmac` that no spec can have.
 */
export function webhook<Body = unknown>(input: WebhookInput<Body> = {}): WebhookEvent<DataOf<Body>> {
  const { secret = TEST_SECRET, trigger = "webhook", body = {} } = input;
  const settings = settingsOf(input);
  const raw = body instanceof Uint8Array ? body : new TextEncoder().encode(textOf(body));
  const now = Math.floor(Date.parse(timeOf(input)) / 1000);
  const headers = new Headers({
    "content-type": "application/json",
    ...(settings.sender === "github" && { "x-github-event": "ping" }),
    ...input.headers,
    ...signatureHeaders(settings, { body: raw, id: idOf(input), timestamp: now }, secret),
  });
  const call = { headers, raw, now };
  return toEvent(trigger, call, readBody(settings.sender, call), undefined) as WebhookEvent<DataOf<Body>>;
}
