import protobuf from "protobufjs/minimal.js";
import type { Clients } from "./clients.ts";

/** A logstore, and the shard of it. */
interface Place {
  readonly region: string;
  readonly project: string;
  readonly store: string;
  /** Hash that decides about the shard. Default: the Log Service chooses. */
  readonly hash?: string;
}

/** Puts an entry into a logstore. */
export async function putEntry(
  clients: Clients,
  { region, project, store, hash }: Place,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  await clients.api.call({
    ...{ product: "sls", region, project, action: "PutLogs" },
    path: `/logstores/${store}/shards/${hash === undefined ? "lb" : "route"}`,
    ...(hash !== undefined && { query: { key: hash } }),
    headers: { "content-type": "application/x-protobuf" },
    bytes: logGroup(fields),
  });
}

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
