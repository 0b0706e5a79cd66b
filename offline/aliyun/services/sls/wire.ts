/// <reference path="lz4js.d.ts" />
import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import * as lz4 from "lz4js";
import protobuf from "protobufjs";
import { ApiError } from "../../core/error.ts";
import type { Log, LogGroup, Pair } from "./model.ts";

/**
 * Groups of logs as they travel: protocol buffers, mostly compressed.
 * @see https://www.alibabacloud.com/help/en/sls/developer-reference/data-encoding
 */
const root = protobuf.parse(
  `syntax = "proto2";
   message Log {
     message Content { required string Key = 1; required string Value = 2; }
     required uint32 Time = 1;
     repeated Content Contents = 2;
     optional fixed32 TimeNs = 4;
   }
   message LogTag { required string Key = 1; required string Value = 2; }
   message LogGroup {
     repeated Log Logs = 1;
     optional string Category = 2;
     optional string Topic = 3;
     optional string Source = 4;
     optional string MachineUUID = 5;
     repeated LogTag LogTags = 6;
   }
   message LogGroupList { repeated LogGroup LogGroups = 1; }`,
  { keepCase: true },
).root;

const GroupType = root.lookupType("LogGroup");
const ListType = root.lookupType("LogGroupList");

interface WireGroup {
  readonly Logs?: readonly { Time: number; TimeNs?: number; Contents?: readonly WirePair[] }[];
  readonly Topic?: string;
  readonly Source?: string;
  readonly LogTags?: readonly WirePair[];
}
interface WirePair {
  readonly Key: string;
  readonly Value: string;
}

/** @throws ApiError PostBodyInvalid */
export function decodeGroup(bytes: Uint8Array): LogGroup {
  const wire = decodeMessage(bytes);
  return {
    topic: wire.Topic ?? "",
    source: wire.Source ?? "",
    tags: (wire.LogTags ?? []).map(toPair),
    logs: (wire.Logs ?? []).map(({ Time, TimeNs, Contents }): Log => {
      return { time: Time, ...(TimeNs !== undefined && { ns: TimeNs }), fields: (Contents ?? []).map(toPair) };
    }),
  };
}

function decodeMessage(bytes: Uint8Array): WireGroup {
  try {
    return GroupType.toObject(GroupType.decode(bytes)) as WireGroup;
  } catch (error) {
    throw new ApiError(400, "PostBodyInvalid", `Protobuffer content cannot be parsed: ${String(error)}`);
  }
}

export function encodeGroups(groups: readonly LogGroup[]): Buffer {
  const LogGroups = groups.map(
    ({ topic, source, tags, logs }): WireGroup => ({
      Topic: topic,
      Source: source,
      LogTags: tags.map(fromPair),
      Logs: logs.map(({ time, ns, fields }) => ({
        Time: time,
        ...(ns !== undefined && { TimeNs: ns }),
        Contents: fields.map(fromPair),
      })),
    }),
  );
  return Buffer.from(ListType.encode(ListType.create({ LogGroups })).finish());
}

const toPair = ({ Key, Value }: WirePair): Pair => [Key, Value];
const fromPair = ([Key, Value]: Pair): WirePair => ({ Key, Value });

export type Compression = "lz4" | "deflate" | "gzip";

/** Bytes that were sent compressed. @throws ApiError where they aren't what they are said to be. */
export function decompress(bytes: Buffer, type: string, rawSize: number): Buffer {
  let plain: Buffer;
  try {
    if (type === "lz4") plain = unpackBlock(bytes, rawSize);
    else if (type === "deflate") plain = inflateSync(bytes);
    else if (type === "gzip") plain = gunzipSync(bytes);
    else throw new ApiError(400, "InvalidCompressType", `x-log-compresstype ${type} is not supported`);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(400, "PostBodyUncompressError", `body can't be uncompressed with ${type}`);
  }
  if (plain.length === rawSize) return plain;
  throw new ApiError(400, "PostBodyUncompressError", `x-log-bodyrawsize is ${rawSize}, the body has ${plain.length}`);
}

function unpackBlock(bytes: Buffer, rawSize: number): Buffer {
  const plain = Buffer.alloc(rawSize);
  const size = lz4.decompressBlock(bytes, plain, 0, bytes.length, 0);
  // A broken block can end anywhere, NaN included.
  if (size !== rawSize) throw new RangeError("size");
  return plain;
}

export function compress(bytes: Buffer, type: Compression): Buffer {
  if (type === "deflate") return deflateSync(bytes);
  if (type === "gzip") return gzipSync(bytes);
  return literalBlock(bytes);
}

/**
 * An LZ4 block of literals alone. Blocks that lz4js makes smaller sometimes hold a match in their last 12 bytes, which
 * the format forbids and the decoders of other languages refuse.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
function literalBlock(bytes: Buffer): Buffer {
  if (bytes.length < 15) return Buffer.concat([Buffer.from([bytes.length << 4]), bytes]);
  const lengths = [0xf0];
  let rest = bytes.length - 15;
  for (; rest >= 255; rest -= 255) lengths.push(255);
  return Buffer.concat([Buffer.from([...lengths, rest]), bytes]);
}
