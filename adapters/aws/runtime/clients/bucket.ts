import type { BucketReader, BucketWriter } from "../../../../runtime/clients.ts";
import { type ObjectCall, objectClient } from "../../../../runtime/core/bucket-client.ts";
import { encodePath } from "../../../../runtime/core/digest.ts";
import { textOf } from "../../../../runtime/core/xml.ts";
import type { ClientFactory } from "../bindings.ts";
import { type Call, type Service, send, signedAddress } from "../call.ts";
import { givenEndpoint, hostOf } from "../endpoints.ts";

const s3: Service = {
  name: "s3",
  variable: "S3",
  errorIn: ({ status }, text) => ({
    // The response to a HEAD request has no body.
    name: textOf(text, "Code") ?? (status === 404 ? "NotFound" : undefined),
    message: textOf(text, "Message"),
  }),
};

/** Buckets whose names are labels of host names. The certificates of S3 know no dots in front of its own name. */
const LABEL = /^[a-z\d][a-z\d-]{1,61}[a-z\d]$/;

function toCall(bucket: string, { key, ...call }: ObjectCall): Call {
  const path = `/${encodePath(key ?? "")}`;
  // A server in place of the cloud rarely answers for a host name per bucket.
  const hasHost = givenEndpoint(s3) === undefined && LABEL.test(bucket);
  return hasHost ? { ...call, path, host: `${bucket}.${hostOf(s3)}` } : { ...call, path: `/${bucket}${path}` };
}

/** S3 answers 403 for a missing object if the caller may not list: missing and forbidden then look the same. */
const isMissing = (error: unknown): boolean => {
  const { name } = error as Error;
  return name === "NoSuchKey" || name === "NotFound";
};

/** Amazon S3. */
export const bucketClient: ClientFactory<"bucket"> = ({ bucket }, name): BucketReader & BucketWriter =>
  objectClient(
    {
      bucket,
      prefix: "x-amz-",
      ask: (call, options) => send(s3, toCall(bucket, call), options),
      isMissing,
      sign: (call, expires) => signedAddress(s3, toCall(bucket, call), expires),
    },
    name,
  );
