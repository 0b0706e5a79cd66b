import type { Emulated } from "../../core/emulated.ts";
import type { ApiError } from "../../core/error.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../../core/http.ts";
import type { QueuesPort, TopicsPort } from "../../core/ports.ts";
import type { HostFacts } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { toXml } from "../../core/xml.ts";
import { accountOperations } from "./account.ts";
import type { Mns } from "./administration.ts";
import { controlOperations } from "./control-plane.ts";
import { administrationOperations } from "./data-plane.ts";
import { NAMESPACE, standardHeaders } from "./documents.ts";
import { messageOperations } from "./message-operations.ts";
import { Queues } from "./queues.ts";
import { idOf, type Message, MnsState } from "./state.ts";
import { Topics } from "./topics.ts";
import { topicTriggers } from "./trigger.ts";

/** Message Service: queues and topics, in the interface of its own clients and in the vendor's general one. */
export function createMns(world: World): Emulated {
  const state = new MnsState();
  const queues = new Queues(world, state);
  const topics = new Topics(world, state, queues);
  const mns: Mns = { world, state, queues, topics };
  return {
    service: {
      description: {
        title: "Message Service",
        version: "2015-06-06, 2022-01-19",
        docs: "https://www.alibabacloud.com/help/en/mns/developer-reference/list-of-operations-by-function",
        signatures: ["mns", "acs3", "rpc"],
      },
      operations: [
        ...messageOperations(mns),
        ...administrationOperations(mns),
        ...accountOperations(mns),
        ...controlOperations(mns),
      ],
      matches: matchHost,
      recognises: recognise,
      refuse,
      snapshot: () => state.snapshot(),
      restore: (saved) => state.restore(saved),
      resume: () => {
        queues.resume();
        topics.resume();
      },
      reset: () => {
        queues.clear();
        topics.clear();
        state.clear();
      },
      pending: ({ prefix, sources }) =>
        [...state.queues.values()]
          .filter(({ name }) => sources.includes(name))
          .reduce((sum, { messages }) => sum + messages.length, 0) +
        [...state.inFlight].filter(({ topic }) => topic.startsWith(prefix)).length,
      empty: ({ queues: names }) => {
        for (const queue of state.queues.values()) if (names.includes(queue.name)) queue.messages = [];
      },
    },
    sources: { mns_topic: topicTriggers(world, state) },
    queues: queuesPort(mns),
    topics: topicsPort(mns),
  };
}

/** `<account>.mns.<region>[-internal][-vpc].aliyuncs.com`, `mns-open.<region>.aliyuncs.com`. */
function matchHost(host: string): HostFacts | undefined {
  const [, account, own, open] =
    /^(?:(\d+)\.mns\.([a-z0-9-]+)|mns-open\.([a-z0-9-]+))\.aliyuncs\.com$/.exec(host) ?? [];
  const region = (own ?? open)?.replace(/-internal(-vpc)?$|-vpc$/, "");
  return region === undefined ? undefined : { region, ...(account !== undefined && { account }) };
}

function recognise({ headers, query, body }: ServiceRequest): HostFacts | undefined {
  const own = /^MNS4?[ -]/.test(headers.authorization ?? "") || headers["x-mns-version"] !== undefined;
  const version =
    headers["x-acs-version"] ?? query.get("Version") ?? /(?:^|&)Version=([\d-]+)/.exec(formText(headers, body))?.[1];
  return own || version === "2022-01-19" ? {} : undefined;
}

const formText = (headers: ServiceRequest["headers"], body: Buffer): string =>
  headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ? body.toString() : "";

/** Each interface has its own form. */
function refuse(error: ApiError, request: ServiceRequest): ServiceResponse {
  if (/^\/(queues|topics)(\/|$)/.test(request.rawPath) || request.query.has("accountmeta")) {
    const { code: Code, message: Message } = error;
    return {
      status: error.status,
      headers: { ...standardHeaders({ request }), "content-type": "text/xml;charset=utf-8" },
      body: toXml(
        "Error",
        { Code, Message, RequestId: request.id, HostId: `http://${request.host}` },
        { namespace: NAMESPACE },
      ),
    };
  }
  const { code: Code, message: Message, status } = error;
  return json({ Code, Message, RequestId: request.id, HostId: request.host, Success: false }, status);
}

const queuesPort = ({ world, state, queues }: Mns): QueuesPort => ({
  send: async ({ region, queue }, body, actor) => {
    const found = state.queue(region, queue);
    if (actor.role !== undefined) {
      world.identities.authorize(
        actor,
        "mns:SendMessage",
        `acs:mns:${region}:${world.account}:/queues/${queue}/messages`,
      );
    }
    return { messageId: queues.send(found, { body: body.toString() }).id };
  },
  receive: async ({ region, queue }, most, waitMs, signal) => {
    const messages = await queues.receive(state.queue(region, queue), most, waitMs, signal);
    return messages.map(outside);
  },
  delete: ({ region, queue }, receiptHandle) => queues.forget(state.queue(region, queue), receiptHandle),
  exists: ({ region, queue }) => state.queues.has(idOf(region, queue)),
});

const outside = (message: Message) => ({
  messageId: message.id,
  receiptHandle: message.receipt ?? "",
  body: Buffer.from(message.body),
  dequeueCount: message.dequeueCount,
  enqueueTime: message.enqueued,
});

const topicsPort = ({ world, state, topics }: Mns): TopicsPort => ({
  publish: async ({ region, topic }, body, actor) => {
    const found = state.topic(region, topic);
    if (actor.role !== undefined) {
      world.identities.authorize(
        actor,
        "mns:PublishMessage",
        `acs:mns:${region}:${world.account}:/topics/${topic}/messages`,
      );
    }
    topics.publish(found, { body: body.toString() });
  },
});
