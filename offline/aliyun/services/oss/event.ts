import type { TriggerBinding } from "../../core/ports.ts";
import type { Call } from "../../core/service.ts";
import type { Bucket, ObjectVersion } from "./state.ts";

/** Text that came as the bytes of a header. */
const wireText = (value: string): string => Buffer.from(value, "latin1").toString();

/** Something that happened to an object. */
export interface ObjectEvent {
  /** For example "ObjectCreated:PutObject". */
  readonly name: string;
  readonly bucket: Bucket;
  readonly key: string;
  /** The written version; absent for a removal. */
  readonly version?: Pick<ObjectVersion, "size" | "etag"> & Partial<Pick<ObjectVersion, "headers" | "meta">>;
  /** Bytes more than the object had before. */
  readonly delta?: number;
}

/** The event document that the function receives. */
export function eventDocument(call: Call, event: ObjectEvent, now: number, trigger: TriggerBinding<"oss">): object {
  const { bucket, version } = event;
  const meta = Object.entries(version?.meta ?? {}).map(([name, value]) => [`x-oss-meta-${name}`, wireText(value)]);
  const mimeType = version?.headers?.["content-type"];
  return {
    events: [
      {
        eventName: event.name,
        eventSource: "acs:oss",
        eventTime: new Date(now).toISOString(),
        eventVersion: "1.0",
        oss: {
          bucket: {
            arn: `acs:oss:${bucket.region}:${call.account}:${bucket.name}`,
            name: bucket.name,
            ownerIdentity: call.account,
            virtualBucket: "",
          },
          object: {
            deltaSize: event.delta ?? 0,
            eTag: version?.etag ?? "",
            key: event.key,
            size: version?.size ?? 0,
            ...(mimeType !== undefined && { objectMeta: { mimeType, userMeta: Object.fromEntries(meta) } }),
          },
          ossSchemaVersion: "1.0",
          ruleId: trigger.id,
        },
        region: bucket.region,
        requestParameters: { sourceIPAddress: call.request.address },
        responseElements: { requestId: call.request.id },
        userIdentity: { principalId: call.caller.principal ?? call.account },
      },
    ],
  };
}
