import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { childOf, childrenOf, textOf, type XmlElement } from "../../core/xml.ts";
import type { Mns } from "./administration.ts";
import { operation } from "./data-plane.ts";
import { answer, messageDocument, readDocument, readMessage } from "./documents.ts";
import { invalidArgument } from "./errors.ts";
import type { Message, Queue } from "./state.ts";

const MESSAGES = "/queues/{queue}/messages";
const MOST = 16;

/** Sending, receiving, deleting messages; publishing. */
export const messageOperations = (mns: Mns): readonly Operation[] => [
  operation("SendMessage", "POST", MESSAGES, (call) => send(mns, call)),
  operation("ReceiveMessage", "GET", MESSAGES, (call) => receive(mns, call), {
    also: ["numofmessages", "waitseconds"],
  }),
  operation("PeekMessage", "GET", MESSAGES, (call) => peek(mns, call), {
    query: ["peekonly=true"],
    also: ["numofmessages"],
  }),
  operation("DeleteMessage", "DELETE", MESSAGES, (call) => remove(mns, call), { also: ["receipthandle"] }),
  operation("ChangeMessageVisibility", "PUT", MESSAGES, (call) => changeVisibility(mns, call), {
    also: ["receipthandle", "visibilitytimeout"],
  }),
  operation("PublishMessage", "POST", "/topics/{topic}/messages", (call) => publish(mns, call)),
];

const queueOf = (mns: Mns, call: Call): Queue => mns.state.queue(call.region, call.params.queue ?? "");

/** A parameter of the query; clients differ in its first letter. */
function parameter(call: Call, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of call.request.query) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

function number(call: Call, name: string, low: number, high: number): number | undefined {
  const text = parameter(call, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text !== "" && Number.isInteger(value) && value >= low && value <= high) return value;
  throw invalidArgument(`The value of ${name} should between ${low} and ${high} seconds/bytes.`);
}

/** One message, or up to 16, of which each is answered for itself. */
function send(mns: Mns, call: Call): ServiceResponse {
  const queue = queueOf(mns, call);
  const document = readDocument(call, "Message", "Messages");
  if (document.name === "Message") {
    const sent = mns.queues.send(queue, readMessage(document));
    return answer(call, 201, "Message", sentDocument(sent));
  }
  const elements = childrenOf(document, "Message");
  if (elements.length === 0 || elements.length > MOST) throw invalidArgument(`A batch has 1 to ${MOST} messages.`);
  const results = elements.map((element) => attempt(() => sentDocument(mns.queues.send(queue, readMessage(element)))));
  const failed = results.some((result) => "ErrorCode" in result);
  return answer(call, failed ? 500 : 201, "Messages", { Message: results });
}

const sentDocument = (message: Message): Record<string, string> => ({
  MessageId: message.id,
  MessageBodyMD5: message.md5,
  ...(message.receipt !== undefined && { ReceiptHandle: message.receipt }),
});

function attempt(run: () => Record<string, string>): Record<string, string> {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ErrorCode: error.code, ErrorMessage: error.message };
  }
}

async function receive(mns: Mns, call: Call): Promise<ServiceResponse> {
  const queue = queueOf(mns, call);
  const most = number(call, "numOfMessages", 1, MOST);
  const wait = number(call, "waitseconds", 0, 30) ?? queue.attributes.pollingWaitSeconds;
  return received(call, await mns.queues.receive(queue, most ?? 1, wait * 1000), most, true);
}

function peek(mns: Mns, call: Call): ServiceResponse {
  const most = number(call, "numOfMessages", 1, MOST);
  return received(call, mns.queues.peek(queueOf(mns, call), most ?? 1), most, false);
}

function received(
  call: Call,
  messages: readonly Message[],
  most: number | undefined,
  hidden: boolean,
): ServiceResponse {
  const [first] = messages;
  if (!first) throw new ApiError(404, "MessageNotExist", "Message not exist.");
  if (most === undefined) return answer(call, 200, "Message", messageDocument(first, hidden));
  return answer(call, 200, "Messages", { Message: messages.map((message) => messageDocument(message, hidden)) });
}

function remove(mns: Mns, call: Call): ServiceResponse {
  const queue = queueOf(mns, call);
  const handle = parameter(call, "ReceiptHandle");
  if (handle !== undefined) {
    mns.queues.delete(queue, handle);
    return answer(call, 204);
  }
  const handles = childrenOf(readDocument(call, "ReceiptHandles"), "ReceiptHandle").map((one) => one.text.trim());
  if (handles.length === 0 || handles.length > MOST) throw invalidArgument(`A batch has 1 to ${MOST} handles.`);
  const errors = handles.flatMap((ReceiptHandle) => {
    const result = attempt(() => {
      mns.queues.delete(queue, ReceiptHandle);
      return {};
    });
    return "ErrorCode" in result ? [{ ...result, ReceiptHandle }] : [];
  });
  return errors.length === 0 ? answer(call, 204) : answer(call, 404, "Errors", { Error: errors });
}

function changeVisibility(mns: Mns, call: Call): ServiceResponse {
  const queue = queueOf(mns, call);
  const handle = parameter(call, "receiptHandle");
  const seconds = number(call, "visibilityTimeout", 1, 43_200);
  if (handle === undefined || seconds === undefined) {
    throw invalidArgument("receiptHandle and visibilityTimeout must be given.");
  }
  const message = mns.queues.changeVisibility(queue, handle, seconds);
  return answer(call, 200, "ChangeVisibility", {
    ReceiptHandle: message.receipt,
    NextVisibleTime: message.visibleAt,
  });
}

function publish(mns: Mns, call: Call): ServiceResponse {
  const topic = mns.state.topic(call.region, call.params.topic ?? "");
  const document = readDocument(call, "Message");
  const body = textOf(document, "MessageBody");
  if (body === undefined) throw invalidArgument("A message needs a MessageBody.");
  const tag = textOf(document, "MessageTag");
  const published = mns.topics.publish(topic, { body, ...(tag && { tag }), attributes: readAttributes(document) });
  return answer(call, 201, "Message", { MessageId: published.messageId, MessageBodyMD5: published.md5 });
}

/** Attributes as elements named like them, and the newer list of properties. */
function readAttributes(document: XmlElement): Record<string, string> {
  const own = childOf(document, "MessageAttributes")?.children.map(({ name, text }) => [name, text] as const) ?? [];
  const properties = childrenOf(childOf(document, "UserProperties"), "PropertyValue").map(
    (property) => [textOf(property, "Name") ?? "", textOf(property, "Value") ?? ""] as const,
  );
  return Object.fromEntries([...own, ...properties]);
}
