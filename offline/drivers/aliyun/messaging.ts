import { signEventBridge } from "../../../adapters/aliyun/runtime/signing/eventbridge.ts";
import { signMns } from "../../../adapters/aliyun/runtime/signing/mns.ts";
import { signSls } from "../../../adapters/aliyun/runtime/signing/sls.ts";
import { Writer } from "../../../adapters/aliyun/runtime/wire.ts";
import { md5 } from "../../../runtime/core/digest.ts";
import { elements, escapeXml, textOf } from "../../../runtime/core/xml.ts";
import type { Cloud } from "../cloud.ts";
import { ACCOUNT, type AliyunEndpoint, ask, call, partOf } from "./api.ts";

type Messaging = Pick<Cloud, "sendMessage" | "takeMessages" | "publish" | "putRecord" | "putEvent">;

const NAMESPACE = 'xmlns="http://mns.aliyuncs.com/doc/v1/"';
const message = (body: string, more = ""): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Message ${NAMESPACE}><MessageBody>${escapeXml(body)}</MessageBody>${more}</Message>`;

/** Queues and topics of MNS, streams of the Log Service, and EventBridge. */
export function messaging({ endpoint, region }: AliyunEndpoint): Messaging {
  const mns = (method: string, resource: string, body?: string) => {
    const given = { host: `${ACCOUNT}.mns.${region}.aliyuncs.com`, method, resource };
    return (by: Parameters<typeof signMns>[1]) => signMns({ ...given, ...(body !== undefined && { body }) }, by);
  };
  return {
    async sendMessage({ name }, body) {
      await call(endpoint, `a message to ${name}`, mns("POST", `/queues/${name}/messages`, message(body)));
    },
    async takeMessages({ name }) {
      const answer = await ask(endpoint, mns("GET", `/queues/${name}/messages?numOfMessages=10`));
      // No message is an error for MNS.
      if (answer.status === 404) return [];
      const found = elements(answer.body.toString("utf8"), "Message");
      for (const one of found) {
        const handle = textOf(one, "ReceiptHandle") ?? "";
        await call(endpoint, "deleting a message", mns("DELETE", `/queues/${name}/messages?ReceiptHandle=${handle}`));
      }
      return found.map((one) => textOf(one, "MessageBody") ?? "");
    },
    async publish({ name }, body, attributes = {}) {
      const extend = `<MessageAttributes><Extend>${escapeXml(JSON.stringify(attributes))}</Extend></MessageAttributes>`;
      await call(endpoint, `a message to ${name}`, mns("POST", `/topics/${name}/messages`, message(body, extend)));
    },
    async putRecord(stream, key, data) {
      const entry = new Writer().number(1, Math.floor(Date.now() / 1000));
      for (const [field, value] of Object.entries({ key, data })) {
        entry.bytes(2, new Writer().bytes(1, field).bytes(2, value));
      }
      const put = {
        host: `${partOf(stream.id, "project")}.${region}.log.aliyuncs.com`,
        method: "POST",
        path: `/logstores/${partOf(stream.id, "logstore")}/shards/route`,
        query: { key: md5(key, "hex") },
        headers: { "content-type": "application/x-protobuf" },
        body: new Writer().bytes(1, entry).finish(),
      };
      await call(endpoint, `a record to ${stream.name}`, (by) => signSls(put, by));
    },
    async putEvent({ name }, { source, type, data }) {
      const event = { id: crypto.randomUUID(), specversion: "1.0", source, type, data, aliyuneventbusname: name };
      const put = {
        host: `${ACCOUNT}.eventbridge.${region}.aliyuncs.com`,
        path: "/openapi/putEvents",
        body: JSON.stringify([{ ...event, datacontenttype: "application/json", time: new Date().toISOString() }]),
        type: "application/cloudevents-batch+json; charset=utf-8",
      };
      const answer = await call(endpoint, `an event to ${name}`, (by) => signEventBridge(put, by));
      const { FailedEntryCount } = JSON.parse(answer.body.toString("utf8"));
      if (FailedEntryCount) throw new Error(`the bus refused the event: ${answer.body.toString("utf8")}`);
    },
  };
}
