import { createHash } from "node:crypto";
import { UserError } from "../../../model/errors.ts";
import { escapeXml } from "../../../runtime/core/xml.ts";
import type { Operator } from "../../operate.ts";
import { partOfArn } from "../arns.ts";
import { packAttributes } from "../runtime/attributes.ts";
import { open, seal } from "../runtime/envelope.ts";
import type { Clients } from "./clients.ts";
import { putEntry } from "./put-entry.ts";

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
    // Records of one key come to one shard, which keeps their order.
    const hash = createHash("md5").update(key).digest("hex");
    await putEntry(clients, { region, project, store, hash }, { key, data: body });
  },
  async putEvent({ id, name }, { source, type, data }) {
    await clients.putEvent(clients.place(id), {
      ...{ id: crypto.randomUUID(), specversion: "1.0", source, type, time: new Date().toISOString() },
      ...{ datacontenttype: "application/json", data: Buffer.from(JSON.stringify(data)) },
      extensions: { aliyuneventbusname: name },
    });
  },
});
