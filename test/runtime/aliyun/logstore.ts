import lz4 from "lz4js";
import protobuf from "protobufjs";

/** https://www.alibabacloud.com/help/en/sls/developer-reference/data-encoding, for what the shim is sent and sends. */
const root = protobuf.parse(
  `syntax = "proto2";
  message Log {
    required uint32 Time = 1;
    message Content { required string Key = 1; required string Value = 2; }
    repeated Content Contents = 2;
    optional fixed32 TimeNs = 4;
  }
  message LogTag { required string Key = 1; required string Value = 2; }
  message LogGroup {
    repeated Log Logs = 1;
    optional string Topic = 3;
    optional string Source = 4;
    repeated LogTag LogTags = 6;
  }
  message LogGroupList { repeated LogGroup groups = 1; }`,
  { keepCase: true },
).root;
const LogGroup = root.lookupType("LogGroup");
const LogGroupList = root.lookupType("LogGroupList");

export interface StoredEntry {
  /** Milliseconds. */
  readonly time: number;
  readonly fields: Readonly<Record<string, string>>;
}

const toLog = ({ time, fields }: StoredEntry) => ({
  Time: Math.floor(time / 1000),
  TimeNs: (time % 1000) * 1e6,
  Contents: Object.entries(fields).map(([Key, Value]) => ({ Key, Value })),
});

export const cursor = (position: bigint | number): string => Buffer.from(String(position)).toString("base64");

/** The service's answer to PullLogs: these groups, and where the next one begins. */
export function pulled(groups: readonly (readonly StoredEntry[])[], next: string, compressed = true): Response {
  const list = { groups: groups.map((entries) => ({ Logs: entries.map(toLog), Source: "10.0.0.1" })) };
  const bytes = LogGroupList.encode(LogGroupList.fromObject(list)).finish();
  const headers = {
    "x-log-cursor": next,
    "x-log-count": String(groups.length),
    "x-log-bodyrawsize": String(bytes.length),
  };
  if (!compressed) return new Response(Buffer.from(bytes), { headers });
  return new Response(Buffer.from(compress(bytes)), { headers: { ...headers, "x-log-compresstype": "lz4" } });
}

export function compress(bytes: Uint8Array): Uint8Array {
  const room = new Uint8Array(lz4.compressBound(bytes.length));
  const length = lz4.compressBlock(bytes, room, 0, bytes.length, new Uint32Array(1 << 16));
  if (length > 0) return room.subarray(0, length);
  // Data that cannot be compressed is one run of literals.
  const extra =
    bytes.length < 15 ? [] : [...Array(Math.floor((bytes.length - 15) / 255)).fill(255), (bytes.length - 15) % 255];
  return Uint8Array.of(Math.min(bytes.length, 15) << 4, ...extra, ...bytes);
}

/** Entries that the shim wrote. */
export function readGroup(body: Uint8Array): StoredEntry[] {
  const { Logs = [] } = LogGroup.toObject(LogGroup.decode(body)) as {
    Logs?: { Time: number; TimeNs?: number; Contents: { Key: string; Value: string }[] }[];
  };
  return Logs.map(({ Time, TimeNs = 0, Contents }) => ({
    time: Time * 1000 + TimeNs / 1e6,
    fields: Object.fromEntries(Contents.map(({ Key, Value }) => [Key, Value])),
  }));
}
