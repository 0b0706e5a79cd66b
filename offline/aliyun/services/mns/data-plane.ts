import { ApiError } from "../../core/error.ts";
import type { ServiceRequest, ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import type { XmlValue } from "../../core/xml.ts";
import {
  createQueue,
  createTopic,
  deleteQueue,
  deleteTopic,
  type Made,
  type Mns,
  page,
  setQueueAttributes,
  setSubscriptionAttributes,
  setTopicAttributes,
  subscribe,
  unsubscribe,
} from "./administration.ts";
import { answer, givenBy, queueDocument, readDocument, subscriptionDocument, topicDocument } from "./documents.ts";
import { invalidArgument } from "./errors.ts";

const QUEUE = "/queues/{queue}";
const TOPIC = "/topics/{topic}";
const SUBSCRIPTION = `${TOPIC}/subscriptions/{subscription}`;

/** `acs:mns:<region>:<account>:/queues/<name>` and the like: the path is the resource. */
export const resource = (call: Call): string =>
  `acs:mns:${call.region}:${call.account}:${call.request.rawPath.replace(/\/$/, "")}`;

/**
 * @param query What selects the operation: `key=value`.
 * @param also Further query keys that it takes, in lower case: clients differ in their first letter.
 */
export const operation = (
  name: string,
  method: string,
  path: string,
  run: (call: Call) => ServiceResponse | Promise<ServiceResponse>,
  { query, also }: { readonly query?: readonly string[]; readonly also?: readonly string[] } = {},
): Operation => ({
  name,
  route: { method, path, ...(query && { query }), ...(also && { also }) },
  admit: (request) =>
    admit(name, [...(query ?? []).map((asked) => asked.split("=")[0] ?? ""), ...(also ?? [])], request),
  permission: { action: `mns:${name}`, resource },
  run,
});

/**
 * Refuses parameters that the operation does not take: one that is not understood must not turn a look at messages into
 * their receipt, or new settings into a new queue.
 * @throws ApiError 400 InvalidQueryString
 */
function admit(name: string, taken: readonly string[], { query }: ServiceRequest): void {
  const keys = [...query.keys()].map((key) => key.toLowerCase());
  const wrong = keys.find((key, at) => !taken.includes(key) || keys.indexOf(key) !== at);
  if (wrong === undefined) return;
  throw new ApiError(
    400,
    "InvalidQueryString",
    `${name} does not take the parameter ${wrong}, or not with this value.`,
  );
}

/** Queues, topics and subscriptions, in the XML interface of the vendor's MNS clients. */
export const administrationOperations = (mns: Mns): readonly Operation[] => [
  ...queueOperations(mns),
  ...topicOperations(mns),
  ...subscriptionOperations(mns),
];

const param = (call: Call, name: string): string => call.params[name] ?? "";

const queueOperations = (mns: Mns): Operation[] => [
  operation("CreateQueue", "PUT", QUEUE, (call) => {
    const given = givenBy(readDocument(call, "Queue"));
    return made(call, createQueue(mns, call.region, param(call, "queue"), given));
  }),
  operation(
    "SetQueueAttributes",
    "PUT",
    QUEUE,
    (call) => {
      setQueueAttributes(mns, mns.state.queue(call.region, param(call, "queue")), givenBy(readDocument(call, "Queue")));
      return answer(call, 204);
    },
    { query: ["metaoverride=true"] },
  ),
  operation("GetQueueAttributes", "GET", QUEUE, (call) =>
    answer(call, 200, "Queue", queueDocument(mns, mns.state.queue(call.region, param(call, "queue")))),
  ),
  operation("DeleteQueue", "DELETE", QUEUE, (call) => {
    deleteQueue(mns, call.region, param(call, "queue"));
    return answer(call, 204);
  }),
  operation("ListQueue", "GET", "/queues", (call) => {
    const queues = [...mns.state.queues.values()].filter(({ region }) => region === call.region);
    return listing(call, "Queue", queues, "/queues", (queue) => queueDocument(mns, queue));
  }),
];

const topicOperations = (mns: Mns): Operation[] => [
  operation("CreateTopic", "PUT", TOPIC, (call) =>
    made(call, createTopic(mns, call.region, param(call, "topic"), givenBy(readDocument(call, "Topic")))),
  ),
  operation(
    "SetTopicAttributes",
    "PUT",
    TOPIC,
    (call) => {
      setTopicAttributes(mns, mns.state.topic(call.region, param(call, "topic")), givenBy(readDocument(call, "Topic")));
      return answer(call, 204);
    },
    { query: ["metaoverride=true"] },
  ),
  operation("GetTopicAttributes", "GET", TOPIC, (call) =>
    answer(call, 200, "Topic", topicDocument(mns.state.topic(call.region, param(call, "topic")))),
  ),
  operation("DeleteTopic", "DELETE", TOPIC, (call) => {
    deleteTopic(mns, call.region, param(call, "topic"));
    return answer(call, 204);
  }),
  operation("ListTopic", "GET", "/topics", (call) => {
    const topics = [...mns.state.topics.values()].filter(({ region }) => region === call.region);
    return listing(call, "Topic", topics, "/topics", topicDocument);
  }),
];

const subscriptionOperations = (mns: Mns): Operation[] => {
  const topicOf = (call: Call) => mns.state.topic(call.region, param(call, "topic"));
  const named = (call: Call) => mns.state.subscription(topicOf(call), param(call, "subscription"));
  return [
    operation("Subscribe", "PUT", SUBSCRIPTION, (call) => {
      const given = givenBy(readDocument(call, "Subscription"));
      return made(call, subscribe(mns, topicOf(call), param(call, "subscription"), given));
    }),
    operation(
      "SetSubscriptionAttributes",
      "PUT",
      SUBSCRIPTION,
      (call) => {
        setSubscriptionAttributes(mns, named(call), givenBy(readDocument(call, "Subscription")));
        return answer(call, 204);
      },
      { query: ["metaoverride=true"] },
    ),
    operation("GetSubscriptionAttributes", "GET", SUBSCRIPTION, (call) =>
      answer(call, 200, "Subscription", subscriptionDocument(call, topicOf(call), named(call))),
    ),
    operation("Unsubscribe", "DELETE", SUBSCRIPTION, (call) => {
      unsubscribe(mns, topicOf(call), param(call, "subscription"));
      return answer(call, 204);
    }),
    operation("ListSubscriptionByTopic", "GET", `${TOPIC}/subscriptions`, (call) => {
      const topic = topicOf(call);
      const document = (subscription: Parameters<typeof subscriptionDocument>[2]) =>
        subscriptionDocument(call, topic, subscription);
      return listing(call, "Subscription", [...topic.subscriptions.values()], call.request.rawPath, document);
    }),
  ];
};

const made = (call: Call, { created }: Made<unknown>): ServiceResponse => {
  const done = answer(call, created ? 201 : 204);
  return { ...done, headers: { ...done.headers, location: addressOf(call, call.request.rawPath) } };
};

const addressOf = (call: Call, path: string): string =>
  `http://${call.account}.mns.${call.region}.aliyuncs.com${path.replace(/\/$/, "")}`;

/** One page of a listing; its bounds are in headers. */
function listing<Thing extends { readonly name: string }>(
  call: Call,
  kind: string,
  things: readonly Thing[],
  path: string,
  document: (thing: Thing) => XmlValue,
): ServiceResponse {
  const { headers } = call.request;
  const most = Number(headers["x-mns-ret-number"] ?? 1000);
  if (!Number.isInteger(most) || most < 1 || most > 1000) {
    throw invalidArgument("The value of x-mns-ret-number should between 1 and 1000.");
  }
  const [prefix, marker] = [headers["x-mns-prefix"], headers["x-mns-marker"]];
  const found = page(things, { ...(prefix && { prefix }), ...(marker && { marker: decodeMarker(marker) }), most });
  const withMeta = headers["x-mns-with-meta"]?.toLowerCase() === "true";
  return answer(call, 200, `${kind}s`, {
    [kind]: found.things.map((thing) => ({
      [`${kind}URL`]: addressOf(call, `${path}/${thing.name}`),
      ...(withMeta && (document(thing) as object)),
    })),
    NextMarker: found.next === undefined ? undefined : Buffer.from(found.next).toString("base64url"),
  });
}

const decodeMarker = (marker: string): string => Buffer.from(marker, "base64url").toString();
