/**
 * The shim parts that an adapter in its own package bundles into functions: `polyfn/adapter/shim`. See
 * docs/publish-an-adapter.md.
 */
export { readBody, readText } from "../core/body.ts";
export { bindingOf, type ClientFactory, type Clients } from "../core/clients.ts";
export { timeOf } from "../core/values.ts";
export type * from "../events.ts";
export type { AnyCodec, Codec, Delivery, Matching, Method, NamedTrigger } from "./codec.ts";
export { createShim, type Shim, type ShimSetup } from "./create-shim.ts";
export { type EventCodec, eventCodec } from "./event-codec.ts";
export { type Asked, type HttpCodec, type HttpTrigger, httpCodec, triggersAt } from "./http-codec.ts";
export type { Call, Invocation } from "./invocation.ts";
export { type ObjectTrigger, triggerOfObject } from "./object-trigger.ts";
export {
  type OrderedCodec,
  type OrderedRecord,
  type OrderedTrigger,
  orderedCodec,
  type Plain,
} from "./ordered-codec.ts";
export { matches } from "./pattern.ts";
export {
  type Attempt,
  type Message,
  type Outcome,
  outcomeOf,
  type QueueCodec,
  type QueueTrigger,
  queueCodec,
} from "./queue-codec.ts";
export { type GivenUpRun, type Run, type RunCodec, type RunTrigger, runCodec } from "./run-codec.ts";
export { byName, bySource, onSource } from "./trigger-of.ts";
export { type WebhookCodec, webhookCodec } from "./webhook-codec.ts";
