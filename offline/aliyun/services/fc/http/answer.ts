import { z } from "zod";
import { json, type ServiceResponse } from "../../../core/http.ts";
import type { ExecutionResult } from "../../../execution/contract.ts";

/** Bytes of the response's headers. */
const HEADER_LIMIT = 8192;

const structured = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  isBase64Encoded: z.boolean().optional(),
  body: z.unknown(),
});

/**
 * The response to a caller of a function's address: the function's own response if it made one, or else its return
 * value.
 */
export function httpAnswer({ outcome }: ExecutionResult, requestId: string): ServiceResponse {
  if (outcome.kind === "error") {
    return json(readJson(outcome.body) as object, 502, {
      "x-fc-request-id": requestId,
      "x-fc-error-type": outcome.type,
    });
  }
  const response: ServiceResponse = outcome.http ?? structuredAnswer(outcome.body) ?? plainAnswer(outcome.body);
  if (headerBytes(response) > HEADER_LIMIT) {
    const body = {
      Code: "BadResponse",
      Message: `response headers exceed ${HEADER_LIMIT} bytes`,
      RequestId: requestId,
    };
    return json(body, 502, { "x-fc-request-id": requestId });
  }
  return { ...response, headers: { ...response.headers, "x-fc-request-id": requestId } };
}

function structuredAnswer(bytes: Buffer): ServiceResponse | undefined {
  const parsed = structured.safeParse(readJson(bytes));
  if (!parsed.success) return undefined;
  const { statusCode, headers = {}, isBase64Encoded = false, body = "" } = parsed.data;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const lines = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: { "content-type": "application/json", ...Object.fromEntries(lines) },
    body: Buffer.from(text, isBase64Encoded ? "base64" : "utf8"),
  };
}

const plainAnswer = (body: Buffer): ServiceResponse => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body,
});

const headerBytes = ({ headers = {} }: ServiceResponse): number =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0);

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return { errorMessage: bytes.toString() };
  }
}
