import protobuf from "protobufjs";
import { invalid } from "./errors.ts";
import { ROW_PROTO, STREAM_PROTO, TABLE_PROTO } from "./proto.ts";

const { root } = protobuf.parse(TABLE_PROTO + ROW_PROTO + STREAM_PROTO, { keepCase: true });

/** Absent fields stay absent, repeated ones are lists; bytes are buffers, 64-bit numbers plain numbers. */
const AS_OBJECT = { longs: Number, enums: String, bytes: Buffer, arrays: true } as const;

/** Reads a message of this type as what the caller knows it to be. @throws ApiError OTSParameterInvalid */
export function decode<T>(type: string, bytes: Uint8Array): T {
  const known = root.lookupType(type);
  try {
    return known.toObject(known.decode(bytes), AS_OBJECT) as T;
  } catch (error) {
    throw invalid(`Fail to parse protobuf in request: ${String(error)}`);
  }
}

export function encode(type: string, message: object): Buffer {
  const known = root.lookupType(type);
  return Buffer.from(known.encode(known.fromObject(message)).finish());
}
