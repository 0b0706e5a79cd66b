import type { BucketReader, BucketWriter } from "../../../../runtime/clients.ts";
import { type ObjectCall, objectClient } from "../../../../runtime/core/bucket-client.ts";
import { textOf } from "../../../../runtime/core/xml.ts";
import type { ClientFactory } from "../bindings.ts";
import { credentials, region } from "../call.ts";
import * as hosts from "../hosts.ts";
import { type Service, ServiceError, send } from "../http.ts";
import { type OssCall, presignOss, signOss } from "../signing/oss.ts";

type Call = OssCall & ObjectCall;

const oss: Service<Call> = {
  sign(call, by) {
    const [url, init] = signOss(call, by);
    return [url, { ...init, ...(call.body !== undefined && { body: call.body }) }];
  },
  async refusal(answer) {
    const xml = await answer.text();
    // The answer to a HEAD request has no body to say more.
    const code = textOf(xml, "Code") ?? (answer.status === 404 ? "NoSuchKey" : `Http${answer.status}`);
    return new ServiceError(
      code,
      textOf(xml, "Message") ?? "no message",
      answer.status,
      answer.headers["x-oss-request-id"],
    );
  },
};

/** Object Storage Service. */
export const bucketClient: ClientFactory<"bucket"> = ({ bucket }, name): BucketReader & BucketWriter =>
  objectClient(
    {
      bucket,
      prefix: "x-oss-",
      ask: (call, options) => send(oss, { host: hosts.oss(bucket), region: region(), bucket, ...call }, options),
      isMissing: (error) => error instanceof ServiceError && error.code === "NoSuchKey",
      sign: async (call, expires) =>
        presignOss({ host: hosts.publicOss(bucket), region: region(), bucket, ...call }, expires, credentials()),
      readToken: decodeURIComponent,
    },
    name,
  );
