import {
  CALL_TIMEOUT,
  type CallOptions,
  type HttpResponse,
  isNetworkError,
  request,
} from "../../../runtime/core/http-request.ts";
import { withRetries } from "../../../runtime/core/retry.ts";
import { credentials } from "./credentials.ts";
import { givenEndpoint, hostOf, region, type ServiceName } from "./endpoints.ts";
import { presign, type SignableRequest, signHeaders } from "./signing.ts";

/** The error that a service answered with, with the name, message and `$metadata` that the vendor's SDK gives it. */
export class AwsError extends Error {
  readonly $fault: "client" | "server";
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId?: string };

  constructor(name: string, message: string, { status, headers }: HttpResponse) {
    super(message);
    this.name = name;
    this.$fault = status < 500 ? "client" : "server";
    const requestId = headers["x-amzn-requestid"] ?? headers["x-amz-request-id"];
    this.$metadata = { httpStatusCode: status, requestId };
  }
}

/** A service, and how it reports errors. */
export interface Service extends ServiceName {
  /** Name and message of the error in a response; undefined where it has none. */
  errorIn(response: HttpResponse, text: string): { readonly name?: string; readonly message?: string };
}

/** A call of a service. */
export interface Call {
  readonly method: string;
  /** Encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names are in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** In place of the service's own host, unless the environment names an endpoint. */
  readonly host?: string;
}

const THROTTLED =
  /Throttl|^(BandwidthLimitExceeded|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|SlowDown|TooManyRequestsException|TransactionInProgressException)$/;
const TRANSIENT = /^(TimeoutError|RequestTimeout|RequestTimeoutException)$/;
/** Errors whose reason may be this machine's clock. A response to HEAD names none. */
const SKEWED =
  /^(Unknown|AccessDeniedException|AuthFailure|InvalidSignatureException|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch)$/;
const EXPIRED = /^ExpiredToken(Exception)?$/;
/** Milliseconds by which a clock may be wrong. */
const TOLERANCE = 5 * 60_000;

/** Milliseconds that the cloud's clock is ahead of this machine's. */
let skew = 0;
const now = (): Date => new Date(Date.now() + skew);

/** Takes over the cloud's clock. Returns false if it says the same as before. */
function correctClock(date: string | undefined): boolean {
  const found = Date.parse(date ?? "") - Date.now();
  if (!(Math.abs(found - skew) >= TOLERANCE)) return false;
  skew = found;
  return true;
}

function toRequest(service: ServiceName, call: Call): SignableRequest {
  const { protocol, host, pathname } = givenEndpoint(service) ?? new URL(`https://${call.host ?? hostOf(service)}`);
  return {
    ...call,
    service: service.name,
    region: region(),
    origin: `${protocol}//${host}`,
    path: pathname.replace(/\/$/, "") + call.path,
  };
}

/** Lambda finds functions that call themselves in a circle by this header, which each request must hand on. */
function tracing(): Record<string, string> {
  const { AWS_LAMBDA_FUNCTION_NAME, _X_AMZN_TRACE_ID } = process.env;
  return AWS_LAMBDA_FUNCTION_NAME && _X_AMZN_TRACE_ID ? { "x-amzn-trace-id": _X_AMZN_TRACE_ID } : {};
}

/**
 * Makes a call, signed anew for each try. Failures on the way, faults of the service and throttling are tried again.
 * @throws AwsError when the service refuses.
 */
export function send(service: Service, call: Call, options: CallOptions = {}): Promise<HttpResponse> {
  const { repeatable = true, timeout = CALL_TIMEOUT, signal, streamed } = options;
  let corrected = false;
  let renew = false;
  const attempt = async (): Promise<HttpResponse> => {
    const signable = toRequest(service, call);
    const { url, headers } = signHeaders(signable, await credentials(renew), now());
    const { method, body } = call;
    const response = await request({
      url,
      method,
      headers: { ...headers, ...tracing() },
      body,
      timeout,
      signal,
      streamed,
    });
    if (response.ok) return response;
    const error = await toError(service, response);
    corrected = SKEWED.test(error.name) && correctClock(response.headers.date);
    renew = !renew && EXPIRED.test(error.name);
    throw error;
  };
  return withRetries(attempt, (error) => {
    if (signal?.aborted) return false;
    if (!(error instanceof AwsError)) return repeatable && isNetworkError(error);
    const { httpStatusCode: status } = error.$metadata;
    if (corrected || renew || status === 429 || THROTTLED.test(error.name)) return true;
    return repeatable && (status >= 500 || TRANSIENT.test(error.name));
  });
}

async function toError(service: Service, response: HttpResponse): Promise<AwsError> {
  const text = await response.text();
  const { name = "Unknown", message = `HTTP status ${response.status}` } = service.errorIn(response, text);
  return new AwsError(name, message, response);
}

/** A presigned URL: everyone who has it can make the call, for this number of seconds. */
export const signedAddress = async (service: ServiceName, call: Call, expires: number): Promise<string> =>
  presign(toRequest(service, call), expires, await credentials(), now());
