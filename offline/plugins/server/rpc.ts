import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import statusProto from "@pulumi/pulumi/proto/status_pb.js";
import type { Message } from "google-protobuf";
import { UserError } from "../../../model/errors.ts";
import { InitFailed } from "./lifecycle.ts";
import { Any, Struct } from "./protobuf.ts";
import { isObject, type Json } from "./wire.ts";

/** Decodes a message's properties to plain JSON. */
export function fromStruct(struct: Struct | undefined): Json {
  return struct ? (struct.toJavaScript() as Json) : {};
}

/** Encodes plain JSON as a message's properties. `undefined` has no encoding and is left out. */
export function toStruct(fields: Json): Struct {
  return Struct.fromJavaScript(prune(fields) as Parameters<typeof Struct.fromJavaScript>[0]);
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : prune(item)));
  if (value instanceof Date) return value.toISOString();
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, prune(inner)]])),
  );
}

/** An error for the engine: one message, and for an incomplete resource the state to keep. */
export function toServiceError(error: unknown, describe: (error: unknown) => string): Partial<ServiceError> {
  if (error instanceof InitFailed) return initFailed(error, describe(error.cause));
  const remedy = error instanceof UserError && error.remedy !== undefined ? ` ${error.remedy}` : "";
  const message = `${describe(error)}${remedy}`;
  return { code: error instanceof UserError ? status.INVALID_ARGUMENT : status.UNKNOWN, message, details: message };
}

function initFailed(error: InitFailed, reason: string): Partial<ServiceError> {
  const detail = new proto.ErrorResourceInitFailed();
  detail.setId(error.known.id);
  detail.setProperties(toStruct(error.known.state));
  detail.setInputs(toStruct(error.inputs));
  detail.setReasonsList([reason]);
  return withDetail(reason, detail, "pulumirpc.ErrorResourceInitFailed");
}

/** gRPC sends structured details in this metadata key as a google.rpc.Status. */
function withDetail(message: string, detail: Message, type: string): Partial<ServiceError> {
  const any = new Any();
  any.pack(detail.serializeBinary(), type);
  const container = new statusProto.Status();
  container.setCode(status.UNKNOWN);
  container.setMessage(message);
  container.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(container.serializeBinary()));
  return { code: status.UNKNOWN, message, details: message, metadata };
}
