import type { Emulated } from "../../core/emulated.ts";
import type { ApiError } from "../../core/error.ts";
import type { ServiceRequest, ServiceResponse } from "../../core/http.ts";
import type { ObjectsPort } from "../../core/ports.ts";
import type { HostFacts, Operation } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { toXml } from "../../core/xml.ts";
import { bucketOperations, serviceBucket } from "./buckets.ts";
import { deleteOperations } from "./delete.ts";
import { listOperations } from "./list.ts";
import { multipartOperations } from "./multipart.ts";
import { Notifier } from "./notifier.ts";
import { objectSettingOperations } from "./object-settings.ts";
import type { Oss } from "./operation.ts";
import { postOperations } from "./post.ts";
import { readOperations } from "./read.ts";
import { checkReadable, restoreOperations } from "./restore.ts";
import { settingOperations } from "./settings.ts";
import { findVersion, OssState } from "./state.ts";
import { uploadOperations } from "./uploads.ts";
import { writeOperations } from "./write.ts";

/** Object Storage Service: buckets, objects, and what functions are told of them. */
export function createOss(world: World): Emulated {
  const state = new OssState();
  const notifier = new Notifier(world, state);
  const oss: Oss = { world, state, notifier };
  return {
    service: {
      description: {
        title: "Object Storage Service",
        version: "2019-05-17",
        docs: "https://www.alibabacloud.com/help/en/oss/developer-reference/list-of-operations-by-function",
        signatures: ["oss"],
      },
      operations: operationsOf(oss),
      matches: matchHost,
      recognises: (request) => recognise(state, request),
      path: (request, { subject }) => (subject === undefined ? request.rawPath : `/${subject}${request.rawPath}`),
      refuse,
      snapshot: () => state.snapshot(),
      restore: (saved) => state.restore(saved),
      reset: () => {
        state.clear();
        notifier.clear();
      },
      empty: ({ buckets }) => {
        for (const name of buckets) {
          state.buckets.get(name)?.objects.clear();
          state.buckets.get(name)?.uploads.clear();
        }
      },
    },
    sources: { oss: notifier },
    objects: objectsPort(oss),
  };
}

const operationsOf = (oss: Oss): readonly Operation[] => [
  ...bucketOperations(oss),
  ...settingOperations(oss),
  ...listOperations(oss),
  ...writeOperations(oss),
  ...postOperations(oss),
  ...readOperations(oss),
  ...deleteOperations(oss),
  ...objectSettingOperations(oss),
  ...restoreOperations(oss),
  ...multipartOperations(oss),
  ...uploadOperations(oss),
];

/**
 * `oss-<region>[-internal].aliyuncs.com`, or with the bucket before it; the accelerating host is of every region. The
 * vendor's client for Node.js asks an address for its buckets under a host name that begins with a dot.
 */
function matchHost(host: string): HostFacts | undefined {
  const [, subject, name = ""] = /^(?:([a-z0-9-]*)\.)?oss-([a-z0-9-]+)\.aliyuncs\.com$/.exec(host) ?? [];
  if (name === "") return undefined;
  const region = /^accelerate(-overseas)?$/.test(name) ? undefined : name.replace(/-internal$/, "");
  return { ...(region !== undefined && { region }), ...(subject && { subject }) };
}

/** By its signature, or by a path that begins with a bucket's name. */
function recognise(state: OssState, { headers, query, rawPath }: ServiceRequest): HostFacts | undefined {
  const signed = /^OSS(4-HMAC|2)?[- ]/.test(headers.authorization ?? "");
  const signedAddress = query.has("OSSAccessKeyId") || query.get("x-oss-signature-version") !== null;
  return signed || signedAddress || state.buckets.has(rawPath.split("/")[1] ?? "") ? {} : undefined;
}

/**
 * The vendor's numbers of the refusals that have one number alone.
 * @see https://www.alibabacloud.com/help/en/oss/support/http-status-code-and-error-code
 */
const NUMBERS: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: "0002-00000902",
  NoSuchBucket: "0015-00000101",
  NoSuchKey: "0026-00000001",
};

/** Details that begin with "header:" are headers of the refusal; the rest stands in its document. */
function refuse(error: ApiError, request: ServiceRequest): ServiceResponse {
  const details = Object.entries(error.details);
  const headers = details.flatMap(([name, value]) => (name.startsWith("header:") ? [[name.slice(7), value]] : []));
  const number = error.details.EC ?? NUMBERS[error.code];
  const document = toXml(
    "Error",
    {
      Code: error.code,
      Message: error.message,
      RequestId: request.id,
      HostId: request.host,
      ...Object.fromEntries(details.filter(([name]) => !name.startsWith("header:"))),
      EC: number,
    },
    { controls: true },
  );
  return {
    status: error.status,
    headers: {
      "content-type": "application/xml",
      server: "AliyunOSS",
      "x-oss-request-id": request.id,
      ...(number !== undefined && { "x-oss-ec": number }),
      // Answers to HEAD have no body: there the document is in a header.
      ...(request.method === "HEAD" && { "x-oss-err": Buffer.from(document).toString("base64") }),
      ...Object.fromEntries(headers),
    },
    ...(error.status !== 304 && { body: document }),
  };
}

const objectsPort = (oss: Oss): ObjectsPort => ({
  read: async (name, key, actor) => {
    const { world, state } = oss;
    const bucket = state.bucket(name);
    const version = findVersion(bucket, key);
    if (actor.role !== undefined) {
      world.identities.authorize(actor, "oss:GetObject", `acs:oss:${bucket.region}:${world.account}:${name}/${key}`);
    }
    checkReadable(oss, bucket, version);
    return world.blobs.get(version.blob);
  },
  exists: (name) => oss.state.buckets.has(name),
  ensureServiceBucket: (name, region) => {
    const { state, world } = oss;
    if (state.buckets.has(name)) return;
    state.buckets.set(name, serviceBucket(name, region, world.clock.now()));
    world.changed();
  },
});
