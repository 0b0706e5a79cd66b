import {
  CALL_TIMEOUT,
  type CallOptions,
  type HttpResponse,
  isNetworkError,
  request,
} from "../../../runtime/core/http-request.ts";
import { readFields } from "../../../runtime/core/json.ts";
import { withRetries } from "../../../runtime/core/retry.ts";
import { credentials } from "./call.ts";
import type { Credentials } from "./trigger.ts";

/** A service's answer to a call that it refused. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  constructor(
    /** The service's own code, for example "NoSuchKey". */
    readonly code: string,
    message: string,
    /** HTTP status. */
    readonly status: number,
    readonly requestId?: string,
  ) {
    super(`${code}: ${message}${requestId ? ` (request ${requestId})` : ""}`);
  }
}

/** The protocol of a service: how calls are made and errors are read. */
export interface Service<Call> {
  sign(call: Call, by: Credentials): [URL, RequestInit];
  /** The error in an answer that isn't a success. */
  refusal(answer: HttpResponse): Promise<ServiceError>;
}

/** Codes of services that ask for patience with a status that doesn't say so. */
const BUSY = /throttl|quota|TooManyRequests|ServerBusy|Unavailable|RowOperationConflict|TableNotReady/i;

/**
 * Makes a call, signed anew for each attempt. Network errors, the service's own faults and throttling are retried.
 * Connections are kept open between calls.
 * @throws ServiceError when the service refuses.
 */
export function send<Call>(service: Service<Call>, call: Call, options: CallOptions = {}): Promise<HttpResponse> {
  const { repeatable = true, signal } = options;
  return withRetries(
    () => attempt(service, call, options),
    (error) => {
      if (signal?.aborted) return false;
      return error instanceof ServiceError ? isPassing(error, repeatable) : repeatable && isNetworkError(error);
    },
  );
}

/** True if a refusal asks for patience. */
export const isBusy = (code: string): boolean => BUSY.test(code);

const isPassing = ({ status, code }: ServiceError, repeatable: boolean): boolean =>
  status === 429 || status === 503 || isBusy(code) || (repeatable && status >= 500);

async function attempt<Call>(
  { sign, refusal }: Service<Call>,
  call: Call,
  { signal, timeout = CALL_TIMEOUT, streamed }: CallOptions,
): Promise<HttpResponse> {
  const [url, { method = "GET", headers, body }] = sign(call, credentials());
  const answer = await request({
    url,
    method,
    headers: headers as Record<string, string>,
    body: (body ?? undefined) as string | Uint8Array | undefined,
    signal,
    timeout,
    streamed,
  });
  if (answer.ok) return answer;
  throw await refusal(answer);
}

/** A refusal as JSON. Services write the names of its fields in different cases. */
export async function jsonRefusal(answer: HttpResponse): Promise<ServiceError> {
  const text = await answer.text();
  const fields = readFields(text);
  const field = (...names: string[]): string | undefined =>
    names.map((name) => fields[name]).find((value) => typeof value === "string") as string | undefined;
  return new ServiceError(
    field("Code", "code", "errorCode") ?? `Http${answer.status}`,
    field("Message", "message", "errorMessage") ?? text.slice(0, 300),
    answer.status,
    field("RequestId", "requestId") ?? answer.headers["x-log-requestid"],
  );
}
