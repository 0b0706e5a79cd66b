import type { HttpResponse } from "../../../runtime/core/http-request.ts";
import * as hosts from "./hosts.ts";
import { jsonRefusal, type Service, send } from "./http.ts";
import { unpackBlock } from "./lz4.ts";
import { type SlsCall, signSls } from "./signing/sls.ts";
import { readFields, readText, Writer } from "./wire.ts";

/** Simple Log Service: what its logstores are given and asked (https://www.alibabacloud.com/help/en/sls/developer-reference/api-operations). */
const sls: Service<SlsCall> = { sign: signSls, refusal: jsonRefusal };

/** An entry of a logstore. */
export interface Entry {
  /** Milliseconds. */
  readonly time: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** Entries that were written together, as they are read. */
export interface EntryGroup {
  readonly entries: readonly Entry[];
  readonly source: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Writes entries into the shard that the hash belongs to: 32 hexadecimal digits. */
export async function putEntries(
  { project, logstore }: { readonly project: string; readonly logstore: string },
  hash: string,
  entries: readonly Entry[],
): Promise<void> {
  const group = new Writer();
  for (const { time, fields } of entries) {
    const entry = new Writer().number(1, Math.floor(time / 1000));
    for (const [key, value] of Object.entries(fields)) entry.bytes(2, new Writer().bytes(1, key).bytes(2, value));
    group.bytes(1, entry.fixed32(4, (time % 1000) * 1e6));
  }
  const call: SlsCall = {
    host: hosts.sls(project),
    method: "POST",
    path: `/logstores/${logstore}/shards/route`,
    query: { key: hash },
    headers: { "content-type": "application/x-protobuf" },
    body: group.finish(),
  };
  await send(sls, call);
}

/** A part of a shard: what lies between two cursors. */
export interface ShardRange {
  /** `http://cn-hangzhou-intranet.log.aliyuncs.com` */
  readonly endpoint: string;
  readonly projectName: string;
  readonly logstoreName: string;
  readonly shardId: number;
  readonly beginCursor: string;
  readonly endCursor: string;
}

const MOST_GROUPS = 1000;

/** The groups of a part of a shard, each with its position, which grows by one from group to group. */
export async function pull(range: ShardRange): Promise<{ readonly position: bigint; readonly group: EntryGroup }[]> {
  const groups: { position: bigint; group: EntryGroup }[] = [];
  for (let cursor = range.beginCursor; cursor !== range.endCursor; ) {
    const answer = await send(sls, pullCall(range, cursor));
    const position = positionOf(cursor);
    const message = await readBody(answer);
    let index = 0n;
    for (const { field, bytes } of readFields(message)) {
      if (field === 1) groups.push({ position: position + index++, group: readGroup(bytes) });
    }
    const next = answer.headers["x-log-cursor"];
    if (index === 0n || next === undefined || next === cursor) break;
    cursor = next;
  }
  return groups;
}

function pullCall({ endpoint, projectName, logstoreName, shardId, endCursor }: ShardRange, cursor: string): SlsCall {
  return {
    host: `${projectName}.${endpoint.replace(/^https?:\/\//, "").replace(/\/$/, "")}`,
    method: "GET",
    path: `/logstores/${logstoreName}/shards/${shardId}`,
    query: { type: "logs", cursor, end_cursor: endCursor, count: String(MOST_GROUPS) },
    headers: { accept: "application/x-protobuf", "accept-encoding": "lz4" },
  };
}

/** A cursor is a number, written in base64. */
function positionOf(cursor: string): bigint {
  const text = Buffer.from(cursor, "base64").toString();
  if (/^\d+$/.test(text)) return BigInt(text);
  return BigInt(`0x${Buffer.from(cursor).toString("hex")}`);
}

async function readBody(answer: HttpResponse): Promise<Uint8Array> {
  const body = await answer.bytes();
  if (body.length === 0 || answer.headers["x-log-compresstype"] !== "lz4") return body;
  return unpackBlock(body, Number(answer.headers["x-log-bodyrawsize"]));
}

function readGroup(message: Uint8Array): EntryGroup {
  const entries: Entry[] = [];
  const tags: [string, string][] = [];
  let source = "";
  for (const { field, bytes } of readFields(message)) {
    if (field === 1) entries.push(readEntry(bytes));
    else if (field === 4) source = readText(bytes);
    else if (field === 6) tags.push(readPair(bytes));
  }
  return { entries, source, tags: Object.fromEntries(tags) };
}

function readEntry(message: Uint8Array): Entry {
  const fields: [string, string][] = [];
  let time = 0;
  for (const { field, number, bytes } of readFields(message)) {
    if (field === 1) time += number * 1000;
    else if (field === 2) fields.push(readPair(bytes));
    else if (field === 4) time += Math.floor(number / 1e6);
  }
  return { time, fields: Object.fromEntries(fields) };
}

function readPair(message: Uint8Array): [string, string] {
  let [name, value] = ["", ""];
  for (const { field, bytes } of readFields(message)) {
    if (field === 1) name = readText(bytes);
    else if (field === 2) value = readText(bytes);
  }
  return [name, value];
}
