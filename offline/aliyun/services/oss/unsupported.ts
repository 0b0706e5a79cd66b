import { ApiError } from "../../core/error.ts";
import type { ServiceRequest } from "../../core/http.ts";

/**
 * Sub-resources of the vendor that the emulator hasn't. Not refused, such a request would be taken for the bucket or
 * object itself: a read would list objects, a write would replace one.
 */
const UNSUPPORTED = new Set(
  (
    "accessPoint accessPointPolicy asyncFetch callback cname inventory live metaQuery objectWorm policyStatus qosInfo " +
    "redundancyTransition replication replicationLocation replicationProgress restore rtc seal style vod worm wormExtend " +
    "wormId x-oss-async-process x-oss-process"
  ).split(" "),
);

/** @throws ApiError for a request that asks for what isn't emulated. */
export function refuseUnsupported({ query, headers }: ServiceRequest): void {
  const asked = [...query.keys(), ...Object.keys(headers)].find((name) =>
    UNSUPPORTED.has(name.replace(/^x-oss-(?=callback$)/, "")),
  );
  if (asked === undefined) return;
  throw new ApiError(501, "NotImplemented", `The emulator has no ${asked}.`);
}
