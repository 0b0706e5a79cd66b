import { ApiError } from "../../core/error.ts";
import type { ServiceRequest } from "../../core/http.ts";
import type { Operation } from "../../core/service.ts";
import { isSubResource } from "../../security/schemes/oss-sub-resources.ts";

/** Parameters of signed addresses, and those that every operation takes. */
export const EVERYWHERE: ReadonlySet<string> = new Set(
  (
    "OSSAccessKeyId x-oss-access-key-id Expires Signature security-token x-oss-signature x-oss-signature-version x-oss-credential x-oss-date " +
    "x-oss-expires x-oss-additional-headers x-oss-security-token x-oss-traffic-limit x-oss-request-payer " +
    "x-oss-ac-source-ip x-oss-ac-subnet-mask x-oss-ac-vpc-id x-oss-ac-forward-allow"
  ).split(" "),
);

/** Headers and query keys of features that the emulator does not have. */
const UNSUPPORTED = new Set(
  (
    "accessPoint accessPointPolicy asyncFetch callback callback-var cloudboxes cname dataPipeline inventory live metaQuery " +
    "objectWorm policyStatus qosInfo qosRequester redundancyTransition regions regionList replication " +
    "replicationLocation replicationProgress requesterQosInfo resourcePool rtc seal style vod withHashContext worm " +
    "wormExtend wormId x-oss-async-process x-oss-callback x-oss-process"
  ).split(" "),
);

/** Headers that turn an operation into another one. */
const SELECTING_HEADERS = ["x-oss-copy-source"];

const READING = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses what the operation does not take: a feature that is not emulated, a sub-resource of another operation, an
 * unknown parameter of a write. Readers may send parameters with a value that OSS does not know, as it ignores them.
 * @throws ApiError 501 NotImplemented, 405 MethodNotAllowed or 400 InvalidArgument
 */
export function admit({ name, route }: Pick<Operation, "name" | "route">, request: ServiceRequest): void {
  if ("action" in route) return;
  const { method, query, headers } = request;
  const taken = [...(route.query ?? []), ...(route.also ?? [])];
  const missing = [...query.keys(), ...Object.keys(headers)].find(
    (key) => UNSUPPORTED.has(key) && !taken.includes(key.replace(/^x-oss-(?=callback$)/, "")),
  );
  if (missing !== undefined) throw new ApiError(501, "NotImplemented", `The emulator has no ${missing}.`);
  for (const [key, value] of query) {
    if (taken.includes(key)) {
      if (query.getAll(key).length > 1) throw notTaken(name, key, "InvalidArgument", "more than once");
    } else if (isSubResource(key)) {
      if (!EVERYWHERE.has(key)) throw notTaken(name, key, "MethodNotAllowed");
    } else if (!EVERYWHERE.has(key) && !(READING.includes(method) && value !== "")) {
      throw notTaken(name, key, "InvalidArgument");
    }
  }
  const other = SELECTING_HEADERS.find((key) => headers[key] !== undefined && !route.headers?.includes(key));
  if (other !== undefined) throw notTaken(name, other, "InvalidArgument");
}

function notTaken(operation: string, key: string, code: "MethodNotAllowed" | "InvalidArgument", how = ""): ApiError {
  const status = code === "MethodNotAllowed" ? 405 : 400;
  const message = `${operation} does not take ${key}${how && ` ${how}`}, so nothing was done.`;
  return new ApiError(status, code, message, { ArgumentName: key });
}
