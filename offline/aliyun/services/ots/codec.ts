import protobuf from "protobufjs";
import { invalid } from "./errors.ts";
import { ROW_PROTO, STREAM_PROTO, TABLE_PROTO } from "./proto.ts";

const { root } = protobuf.parse(TABLE_PROTO + ROW_PROTO + STREAM_PROTO, { keepCase: true });

/** Absent fields stay absent, repeated ones are lists; bytes are buffers, 64-bit numbers plain numbers. */
const AS_OBJECT = { longs: Number, enums: String, bytes: Buffer, arrays: true } as const;

/** Reads a message of this type as what the caller knows it to be. @throws ApiError OTSParameterInvalid */
export function decode<T>(type: string, bytes: Uint8Array): T {
  const known = root.lookupType(type);
  return known.toObject(parse(known, bytes), AS_OBJECT) as T;
}

/**
 * The same, for what changes something: a field that is not known, at any depth, could be a condition.
 * @throws ApiError OTSParameterInvalid
 */
export function decodeWhole<T>(type: string, bytes: Uint8Array): T {
  const known = root.lookupType(type);
  const message = parse(known, bytes);
  const written = known.encode(message).finish().length;
  if (written >= bytes.length) return known.toObject(message, AS_OBJECT) as T;
  throw invalid(`${type} has an unknown field that the emulator does not take, so nothing was done.`);
}

function parse(known: protobuf.Type, bytes: Uint8Array): protobuf.Message {
  try {
    return known.decode(bytes);
  } catch (error) {
    throw invalid(`Fail to parse protobuf in request: ${String(error)}`);
  }
}

export function encode(type: string, message: object): Buffer {
  const known = root.lookupType(type);
  return Buffer.from(known.encode(known.fromObject(message)).finish());
}
