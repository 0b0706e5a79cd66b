import type { TriggerKind } from "../../../model/triggers/index.ts";
import type { EventDecoder } from "../../../runtime/shim/dispatch.ts";
import type { Invocation } from "../../../runtime/shim/invocation.ts";
import type { WebhookSetup } from "../../../runtime/shim/webhook.ts";
import type { PreflightRules } from "../preflight.ts";

/** The user's method for a trigger's kind. */
export type Method<Input = never> = (input: Input, ctx: Invocation) => unknown;

/** What a function is made of, beside the user's code. */
export interface FunctionSetup {
  /** Its webhook trigger: a function has one address, and so one webhook at most. */
  readonly webhook?: WebhookSetup;
  /** Kinds whose triggers were told not to fail items alone (`partialFailures: false`): one retry fails the batch. */
  readonly wholeBatch?: readonly TriggerKind[];
  /** Where preflight requests to its apis are answered. */
  readonly preflight?: PreflightRules;
}

/** The AWS Lambda handler of a function, as the runtime calls it. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => unknown;

/** The part of Lambda's context object that every function needs (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html). */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** How one kind of event comes in and its result goes out. */
export interface Trigger<Raw = unknown, Input = never> {
  /** Whether the event is of this kind. Never throws. */
  accepts(event: unknown): event is Raw;
  /** Decodes the event, calls the method and gives the result in the form the service expects. */
  handle(event: Raw, method: Method<Input>, ctx: Invocation, setup: FunctionSetup): Promise<unknown>;
  /** Makes the Lambda handler another kind of handler, where the trigger needs that. */
  wrap?(handler: LambdaHandler): LambdaHandler;
}

/** A trigger whose types only it knows. */
export interface AnyTrigger extends EventDecoder<FunctionSetup>, Pick<Trigger, "wrap"> {}

/** Whether the event is a batch of records from this source: `eventSource`, or `EventSource` in notifications. */
export function hasRecordsFrom(event: unknown, source: string): boolean {
  const records = (event as { Records?: unknown } | null | undefined)?.Records;
  const first = Array.isArray(records) ? (records[0] as { eventSource?: unknown; EventSource?: unknown } | null) : null;
  return (first?.eventSource ?? first?.EventSource) === source;
}

/** The last part of an ARN or URL: the resource's own name. */
export const nameIn = (arn: string): string => arn.replace(/.*[:/]/, "");

interface Attribute {
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly Value?: string;
}

/** Message attributes as texts. Queues and topics spell them differently. */
export function attributesOf(attributes: Readonly<Record<string, Attribute>> | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, { stringValue, binaryValue, Value }] of Object.entries(attributes ?? {})) {
    texts[name] = stringValue ?? binaryValue ?? Value ?? "";
  }
  return texts;
}

/** What a batch answers: the items to deliver again; all of them where the trigger doesn't fail items alone. */
export function failuresOf(ids: readonly string[], kind: TriggerKind, setup: FunctionSetup) {
  if (ids.length > 0 && setup.wholeBatch?.includes(kind)) {
    throw new Error(`the batch is delivered again because of ${ids.join(", ")}`);
  }
  return { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) };
}
