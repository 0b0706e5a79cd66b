import { createRequire } from "node:module";
import { type Keys, ROOT } from "../support/call.ts";

const require = createRequire(import.meta.url);

type Params = Readonly<Record<string, unknown>>;
type Fields = Record<string, string>;

interface Answer<Body> {
  readonly code: number;
  readonly body: Body;
  readonly headers: Fields;
}

/** The vendor's client for Node.js, which has no types. */
export interface MnsClient {
  createQueue(name: string, params?: Params): Promise<Answer<undefined>>;
  deleteQueue(name: string): Promise<Answer<undefined>>;
  listQueue(start?: string, limit?: number, prefix?: string): Promise<Answer<Fields[]>>;
  getQueueAttributes(name: string): Promise<Answer<Fields>>;
  setQueueAttributes(name: string, params: Params): Promise<Answer<undefined>>;
  sendMessage(queue: string, params: Params): Promise<Answer<Fields>>;
  batchSendMessage(queue: string, params: readonly Params[]): Promise<Answer<Fields[]>>;
  receiveMessage(queue: string, waitSeconds?: number): Promise<Answer<Fields>>;
  batchReceiveMessage(queue: string, most: number, waitSeconds?: number): Promise<Answer<Fields[]>>;
  peekMessage(queue: string): Promise<Answer<Fields>>;
  batchPeekMessage(queue: string, most: number): Promise<Answer<Fields[]>>;
  deleteMessage(queue: string, handle: string | undefined): Promise<Answer<undefined>>;
  batchDeleteMessage(queue: string, handles: readonly (string | undefined)[]): Promise<Answer<Fields[] | undefined>>;
  changeMessageVisibility(queue: string, handle: string | undefined, seconds: number): Promise<Answer<Fields>>;
  createTopic(name: string, params?: Params): Promise<Answer<undefined>>;
  listTopic(start?: string, limit?: number, prefix?: string): Promise<Answer<Fields[]>>;
  getTopicAttributes(name: string): Promise<Answer<Fields>>;
  setTopicAttributes(name: string, params: Params): Promise<Answer<undefined>>;
  publishMessage(topic: string, params: Params): Promise<Answer<Fields>>;
  /** The client's own way of making calls that it has no method for. */
  request(method: string, resource: string, type: string, body: string): Promise<Answer<unknown>>;
}

const Client = require("@alicloud/mns") as new (account: string, options: Params) => MnsClient;

export const mnsClient = (endpoint: string, keys: Keys = ROOT): MnsClient =>
  new Client("1234567890123456", { ...keys, endpoint });

/** Code of a refusal; the client puts it into the error's name. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return /^MNS(.*)Error$/.exec((error as Error).name)?.[1] ?? String(error);
  }
  return "none";
}
