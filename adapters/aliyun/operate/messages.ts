import { createHash } from "node:crypto";
import protobuf from "protobufjs/minimal.js";
import { UserError } from "../../../model/errors.ts";
import { escapeXml } from "../../../runtime/core/xml.ts";
import type { Operator } from "../../operate.ts";
import { partOfArn } from "../arns.ts";
import { packAttributes } from "../runtime/attributes.ts";
import { open, seal } from "../runtime/envelope.ts";
import type { Clients } from "./clients.ts";

type Messages = Pick<Operator, "sendMessage" | "takeMessages" | "publish" | "putRecord" | "putEvent">;

/** Most messages in one answer that the contract asks for. */
const MOST = 10;

/** Queues and topics of MNS, streams of the Log Service, buses of EventBridge. */
export const messages = (clients: Clients): Messages => ({
  async sendMessage({ id, name }, body, { group, deduplicationId, delaySeconds } = {}) {
    const client = await clients.mns(clients.place(id));
    // MNS has no field for the deduplication id: it travels as polyfn's own clients send it.
    const sealed = seal({ body, ...(deduplicationId !== undefined && { deduplicationId }) });
    await client.sendMessage(name, {
      MessageBody: escapeXml(sealed),
      ...(group !== undefined && { MessageGroupId: escapeXml(group) }),
      ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
    });
  },
  async takeMessages({ id, name }) {
    const client = await clients.mns(clients.place(id));
    const received = await client.batchReceiveMessage(name, MOST).catch((error: Error) => {
      // MNS answers a queue without messages with an error.
      if (error.name === "MNSMessageNotExistError") return { body: [] };
      throw error;
    });
    for (const { ReceiptHandle } of received.body) await client.deleteMessage(name, ReceiptHandle);
    return received.body.map(({ MessageBody }) => open(MessageBody).body);
  },
  async publish({ id, name }, body, attributes) {
    const client = await clients.mns(clients.place(id));
    const packed = packAttributes(attributes);
    await client.publishMessage(name, {
      MessageBody: escapeXml(body),
      ...(packed && { MessageAttributes: { Extend: escapeXml(JSON.stringify(packed)) } }),
    });
  },
  async putRecord({ id, name }, key, body) {
    const { region } = clients.place(id);
    const [project, store] = [partOfArn(id, "project"), partOfArn(id, "logstore")];
    if (project === undefined || store === undefined) throw new UserError(`${name} is not a stream.`);
    await clients.api.call({
      ...{ product: "sls", region, project, action: "PutLogs", path: `/logstores/${store}/shards/route` },
      // Records of one key come to one shard, which keeps their order.
      query: { key: createHash("md5").update(key).digest("hex") },
      headers: { "content-type": "application/x-protobuf" },
      bytes: logGroup({ key, data: body }),
    });
  },
  async putEvent({ id, name }, { source, type, data }) {
    await clients.putEvent(clients.place(id), {
      ...{ id: crypto.randomUUID(), specversion: "1.0", source, type, time: new Date().toISOString() },
      ...{ datacontenttype: "application/json", data: Buffer.from(JSON.stringify(data)) },
      extensions: { aliyuneventbusname: name },
    });
  },
});

/** One entry in the protocol buffer of the Log Service: https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-putlogs */
function logGroup(fields: Readonly<Record<string, string>>): Buffer {
  const { Writer } = protobuf;
  const bytes = (tag: number) => (tag << 3) | 2;
  const entry = Writer.create()
    .uint32(1 << 3)
    .uint32(Math.floor(Date.now() / 1000));
  for (const [key, value] of Object.entries(fields)) {
    entry.uint32(bytes(2)).fork().uint32(bytes(1)).string(key).uint32(bytes(2)).string(value).ldelim();
  }
  return Buffer.from(Writer.create().uint32(bytes(1)).bytes(entry.finish()).finish());
}
