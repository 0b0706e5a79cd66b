import type { World } from "../../../core/world.ts";
import type { ExecutionRequest, HttpCall } from "../../../execution/contract.ts";
import type { QueuedInvocation } from "../state.ts";

type Input = ExecutionRequest["input"];

/** Stores a function's input. */
export function packInput(world: World, input: Input): QueuedInvocation["input"] {
  if (input.kind === "event") return { kind: "event", blob: world.blobs.put(input.payload) };
  const { body, ...rest } = input.request;
  return {
    kind: "http",
    blob: world.blobs.put(Buffer.from(JSON.stringify({ ...rest, body: body.toString("base64") }))),
  };
}

export function unpackInput(world: World, { kind, blob }: QueuedInvocation["input"]): Input {
  const bytes = world.blobs.get(blob);
  if (kind === "event") return { kind, payload: bytes };
  const call = JSON.parse(bytes.toString()) as Omit<HttpCall, "body"> & { body: string };
  return { kind, request: { ...call, body: Buffer.from(call.body, "base64") } };
}

/** The form of the input in a record of the call. */
export const payloadText = (input: Input): string =>
  (input.kind === "event" ? input.payload : input.request.body).toString();
