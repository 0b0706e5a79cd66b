import type { SupportTable } from "../../model/features.ts";

const native = { support: "native" } as const;
const emulated = (how: string) => ({ support: "emulated", how }) as const;
const inShim = (how: string) => ({ support: "emulated", how, inShim: true }) as const;
const unsupported = (remedy: string) => ({ support: "unsupported", remedy }) as const;

const NEWER_NODE =
  "Use runtime nodejs20, or bring a newer Node.js with runtime custom or a container image; another environment can differ through environments.";
const ORDERED = "The function's shim does it, because the service calls with whatever is there.";
const SHIM_FILTER = "The function's shim leaves out what doesn't match; the function is called for it all the same.";

/**
 * What FC and its neighbours do themselves, what the shim does in their place, and what nobody does. It holds for the
 * official provider as it is: what that can't say or read back counts as not there.
 */
export const support: SupportTable = {
  "function.nodejs": native,
  "function.nodejs20": native,
  "function.nodejs22": unsupported(NEWER_NODE),
  "function.nodejs24": unsupported(NEWER_NODE),
  "function.python": native,
  "function.custom": native,
  "function.image": native,
  "function.arm64": unsupported(
    "FC runs on x86_64 alone: remove architecture here, for example in environments, and package native code for x86_64.",
  ),
  "function.ephemeralStorage": native,
  "function.layers": native,
  "function.vpc": native,
  "function.fileSystem": native,
  "function.logRetention": native,
  "function.tracing": unsupported(
    "The provider can't switch it on: remove tracing and send spans from the code with OpenTelemetry.",
  ),
  "function.concurrency.reserved": native,
  "function.concurrency.provisioned": native,
  "function.async.retries": native,
  "function.async.maxAge": native,
  "function.async.onSuccess": native,
  "function.async.onFailure": native,
  "function.alias": native,
  "function.alias.weights": native,
  "function.statements": native,
  "function.invokers": emulated(
    "FC's functions have no policies of their own: each invoker gets a RAM role that may call the function, and takes it on.",
  ),
  http: native,
  "http.api": emulated("Routes of a custom domain; the function's shim reads the parameters of the path."),
  "http.auth.iam": native,
  // The domain checks signatures, the shim for whom a token is.
  "http.auth.jwt": { support: "native", inShim: true },
  "http.scopes": inShim("The function's shim compares the token's scopes."),
  "http.cors": inShim("The function's shim answers preflight requests and adds the headers."),
  "http.streaming": unsupported(
    "Remove streaming: FC sends a handler's response when it is complete. Custom runtimes and images stream without being told.",
  ),
  webhook: { support: "native", inShim: true },
  schedule: native,
  "schedule.rate": native,
  "schedule.timezone": native,
  "schedule.input": native,
  "schedule.enabled": native,
  queue: native,
  "queue.batch": native,
  "queue.window": native,
  "queue.partialFailures": inShim(
    "The function's shim sends failed messages to the queue again, or to its dead-letter queue when they failed too often.",
  ),
  "queue.maxConcurrency": unsupported("Remove maxConcurrency and set concurrency.reserved of the function."),
  "queue.filter": inShim(SHIM_FILTER),
  "queue.enabled": native,
  topic: native,
  "topic.filter.attributes": inShim(SHIM_FILTER),
  "topic.filter.body": inShim(SHIM_FILTER),
  "topic.deadLetter": emulated(
    "A topic calls asynchronously: what the function fails on goes to the queue as FC's record of the call, with the other failed asynchronous calls of the function.",
  ),
  bucket: native,
  "bucket.removed": native,
  "bucket.filter": native,
  stream: emulated("A trigger on an SLS logstore, which only tells what is new; the function's shim fetches it."),
  "stream.startAt.time": native,
  "stream.window": native,
  "stream.parallelism": unsupported("Remove parallelism, or give the stream more shards: each is handled by itself."),
  "stream.bisect": inShim(ORDERED),
  "stream.maxAge": inShim(ORDERED),
  "stream.retries": emulated(ORDERED),
  "stream.onFailure": inShim(ORDERED),
  "stream.partialFailures": inShim(ORDERED),
  "stream.filter": inShim(SHIM_FILTER),
  "stream.enabled": native,
  table: emulated(
    "A Tablestore trigger, which knows no earlier images of rows; the function's shim keeps them in a table beside it.",
  ),
  "table.window": unsupported("Remove window: Tablestore calls with what there is."),
  "table.parallelism": unsupported("Remove parallelism: how many calls run at once is Tablestore's to decide."),
  "table.bisect": inShim(ORDERED),
  "table.maxAge": inShim(ORDERED),
  "table.retries": inShim(ORDERED),
  "table.onFailure": inShim(ORDERED),
  "table.partialFailures": inShim(ORDERED),
  "table.filter": inShim(SHIM_FILTER),
  "table.enabled": emulated("Tablestore's triggers have no switch: one that is switched off is not made."),
  bus: native,
  "bus.pattern.data": emulated(
    "A rule's pattern; what EventBridge has no words for (numbers, truth values, text without case) the function's shim checks.",
  ),
  "bus.retries": emulated(
    "EventBridge knows two ways to retry, 3 times within a minute and 176 times within a day: the longest one that fits.",
  ),
  "bus.deadLetter": native,
  "bus.enabled": native,
  log: emulated(
    "A trigger on the function's logstore, which only tells what is new; the following function's shim fetches it.",
  ),
  "log.pattern": inShim(SHIM_FILTER),
  "resource.bucket": native,
  "resource.bucket.versioning": native,
  "resource.bucket.cors": native,
  "resource.bucket.expire": native,
  "resource.bucket.key": native,
  "resource.queue": emulated("A queue of MNS, which keeps a message for 7 days at most, whatever retention says."),
  "resource.queue.fifo": emulated(
    "A FIFO queue of MNS; where a message fails, the function's shim keeps the order by trying it again in its place.",
  ),
  "resource.queue.deduplicate": unsupported(
    "Remove deduplicate and tell repeated messages apart in the handler, by an id in the body.",
  ),
  "resource.queue.delay": native,
  "resource.queue.deadLetter": emulated(
    "The function's shim counts how often a message was handled; for others who receive messages, the queue's own policy counts.",
  ),
  "resource.queue.key": native,
  "resource.topic": native,
  "resource.topic.queues": native,
  "resource.topic.key": unsupported(
    "MNS has no keys for topics: remove key here, for example in environments, or encrypt what is secret in the handler before it is published.",
  ),
  "resource.stream": native,
  "resource.stream.onDemand": emulated("A logstore that splits its shards by itself, up to 64."),
  "resource.stream.key": native,
  "resource.table": native,
  "resource.table.indexes": native,
  "resource.table.changes": native,
  "resource.table.ttl": emulated(
    "The table's client leaves out rows whose time is over; they stay in the table, because Tablestore only knows the age of values.",
  ),
  "resource.table.encryptionKey": native,
  "resource.bus": native,
  "resource.secret": native,
  "resource.secret.key": native,
  "resource.key": native,
  "resource.key.rotation": native,
  "resource.api": emulated("A custom domain of Function Compute, without a gateway of its own."),
  "resource.api.cors": native,
  "resource.api.jwt": native,
  "resource.api.domain": native,
};
