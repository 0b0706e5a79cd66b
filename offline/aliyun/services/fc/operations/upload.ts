import { randomUUID } from "node:crypto";
import { json } from "../../../core/http.ts";
import type { Call, Operation } from "../../../core/service.ts";
import type { Compute } from "../compute.ts";
import { SERVICE } from "../invocation/executable.ts";

/** The API of 2016, of which clients of today's API still use one operation. */
export const OLD_BASE = "/2016-08-15";

/** Seconds. */
const TOKEN_LIFETIME = 3600;

/**
 * The upload location for a package that the client later names as `ossBucketName` and `ossObjectName`: a bucket of
 * FC's own, and credentials for the account's part of it. The client's key is `<account>/<objectName>`.
 */
export const uploadOperations = (fc: Compute): readonly Operation[] => [
  {
    name: "GetTempBucketToken",
    route: { method: "GET", path: `${OLD_BASE}/tempBucketToken` },
    run: (call) => json(token(fc, call), 200, { "x-fc-request-id": call.request.id }),
  },
];

function token({ world }: Compute, { account, region }: Call): object {
  const bucket = `aliyun-fc-temp-code-${region}`;
  world.objects.ensureServiceBucket(bucket, region);
  const policy = {
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: ["oss:PutObject", "oss:ListParts", "oss:AbortMultipartUpload"],
        Resource: [`acs:oss:*:*:${bucket}/${account}/*`],
      },
    ],
  };
  const lent = world.identities.lend(SERVICE, JSON.stringify(policy), TOKEN_LIFETIME);
  world.changed();
  return {
    credentials: {
      AccessKeyId: lent.accessKeyId,
      AccessKeySecret: lent.accessKeySecret,
      SecurityToken: lent.securityToken,
      Expiration: `${new Date(lent.expires).toISOString().slice(0, 19)}Z`,
    },
    ossRegion: `oss-${region}`,
    ossBucket: bucket,
    objectName: randomUUID(),
  };
}
