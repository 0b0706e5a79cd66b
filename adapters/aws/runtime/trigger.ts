import type { NamedTrigger } from "../../../runtime/shim/codec.ts";
import type { HttpTrigger } from "../../../runtime/shim/http-codec.ts";
import type { ObjectTrigger } from "../../../runtime/shim/object-trigger.ts";
import type { OrderedTrigger } from "../../../runtime/shim/ordered-codec.ts";
import type { QueueTrigger } from "../../../runtime/shim/queue-codec.ts";
import type { WebhookTrigger } from "../../../runtime/shim/webhook.ts";
import type { PreflightRules } from "../preflight.ts";

/** Settings of each trigger for the shim, per kind: only what AWS does not do itself. */
export interface Triggers {
  http: HttpTrigger & {
    /** The routes at which preflight requests are answered. */
    readonly preflight?: PreflightRules;
  };
  webhook: WebhookTrigger;
  schedule: NamedTrigger;
  queue: QueueTrigger;
  topic: NamedTrigger;
  bucket: ObjectTrigger;
  stream: OrderedTrigger;
  table: OrderedTrigger;
  bus: NamedTrigger;
  log: NamedTrigger;
}

/** The AWS Lambda handler of a function, as the runtime calls it. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => unknown;

/** The part of Lambda's context object that every function needs (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html). */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A record, as most services send them in a list. */
interface FromSource {
  readonly eventSource?: unknown;
  readonly EventSource?: unknown;
}

/** True if the event is a batch of records from this source: `eventSource`, or `EventSource` in notifications. */
export const isFrom =
  <Raw extends { readonly Records: readonly FromSource[] }>(source: string) =>
  (event: unknown): event is Raw => {
    const first = (event as { readonly Records?: readonly (FromSource | null)[] } | null | undefined)?.Records?.[0];
    return (first?.eventSource ?? first?.EventSource) === source;
  };

/** The last part of an ARN or URL: the resource's own name. */
export const nameIn = (arn: string): string => arn.replace(/.*[:/]/, "");

interface Attribute {
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly Value?: string;
}

/** Message attributes as texts. Queues and topics spell them differently. */
export function attributesOf(attributes: Readonly<Record<string, Attribute>> | undefined): Record<string, string> {
  const texts = Object.entries(attributes ?? {}).map(([name, { stringValue, binaryValue, Value }]) => [
    name,
    stringValue ?? binaryValue ?? Value ?? "",
  ]);
  return Object.fromEntries(texts);
}

/** The answer for a batch of ordered records: Lambda continues at the first record that failed. */
export const goOnFrom = (failed: { readonly sequence: string } | undefined) => ({
  batchItemFailures: failed ? [{ itemIdentifier: failed.sequence }] : [],
});
