import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation, Permission } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { toXml, type XmlValue } from "../../core/xml.ts";
import { isPublic } from "./access.ts";
import { corsHeaders } from "./cors.ts";
import { checkKey } from "./keys.ts";
import type { Notifier } from "./notifier.ts";
import { admit } from "./parameters.ts";
import type { Bucket, OssState } from "./state.ts";

/** The context of every operation. */
export interface Oss {
  readonly world: World;
  readonly state: OssState;
  readonly notifier: Notifier;
}

export interface OssOperation {
  readonly name: string;
  readonly method: string;
  readonly query?: readonly string[];
  /** Further query keys that it takes. */
  readonly also?: readonly string[];
  readonly headers?: readonly string[];
  /** Default: one action named as the operation. */
  readonly actions?: readonly (string | Permission)[];
  /** The access to a public bucket that makes this operation open to everyone. */
  readonly open?: "read" | "write";
  /** Unsigned requests: the preflight of browsers. */
  readonly unsigned?: boolean;
}

/** Operations that may be told which version of the object is meant. */
export const VERSION = ["versionId"];

/** Headers of the answer to a read that the reader may choose. */
export const OVERRIDES: readonly string[] = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];

/** The parameters that choose them. Clients sign them into addresses for writing, too, where they have no meaning. */
export const RESPONSE_PARAMETERS: readonly string[] = OVERRIDES.map((name) => `response-${name}`);

type Run<Where> = (call: Call, where: Where) => ServiceResponse | Promise<ServiceResponse>;

/** An operation of the service itself. */
export const serviceOperation = (oss: Oss, about: OssOperation, run: Run<OssState>): Operation =>
  define(oss, about, "/", (call) => run(call, oss.state));

/** An operation of a bucket that must exist. */
export const bucketOperation = (oss: Oss, about: OssOperation, run: Run<Bucket>): Operation =>
  define(oss, about, "/{bucket}", (call) => run(call, openBucket(oss, call)));

/** An operation of an object; the bucket must exist. */
export const objectOperation = (oss: Oss, about: OssOperation, run: Run<{ bucket: Bucket; key: string }>): Operation =>
  define(oss, about, "/{bucket}/{key+}", (call) => run(call, { bucket: openBucket(oss, call), key: keyOf(call) }));

/** An operation of a bucket that need not exist. */
export function define(
  oss: Oss,
  about: OssOperation,
  path: string,
  run: (call: Call) => ServiceResponse | Promise<ServiceResponse>,
): Operation {
  const { name, method, query, also, headers, actions = [name], open, unsigned } = about;
  const route = { method, path, ...(query && { query }), ...(also && { also }), ...(headers && { headers }) };
  return {
    name,
    route,
    admit: (request) => admit({ name, route }, request),
    ...(!unsigned && {
      permission: actions.map((action) =>
        typeof action === "string"
          ? { action: `oss:${action}`, resource: (call: Call) => resourceArn(oss.state, call) }
          : action,
      ),
    }),
    anonymous: (call) => unsigned === true || (open !== undefined && isPublic(oss.state, call, open)),
    run: async (call) => {
      const response = await run(call);
      return { ...response, headers: { ...standardHeaders(oss, call), ...response.headers } };
    },
  };
}

function standardHeaders(oss: Oss, call: Call): Record<string, string> {
  const bucket = oss.state.buckets.get(call.params.bucket ?? "");
  return {
    server: "AliyunOSS",
    "x-oss-request-id": call.request.id,
    "x-oss-server-time": "1",
    ...(bucket && corsHeaders(bucket, call.request)),
  };
}

/** `acs:oss:<region>:<account>:<bucket>/<key>` of what the call is about. */
export function resourceArn(state: OssState, call: Call, bucket = call.params.bucket, key = call.params.key): string {
  const region = state.buckets.get(bucket ?? "")?.region ?? call.region;
  const name = bucket === undefined ? "*" : key === undefined ? bucket : `${bucket}/${key}`;
  return `acs:oss:${region}:${call.account}:${name}`;
}

/** The bucket of a call, which must be in the region of the host that was asked. */
export function openBucket(oss: Oss, call: Call): Bucket {
  const bucket = oss.state.bucket(call.params.bucket ?? "");
  // Identities of the account have no part in it; those that the service lent have neither a user nor a role.
  if (bucket.isService && (call.caller.type !== "role" || call.caller.principal !== undefined)) {
    throw new ApiError(403, "AccessDenied", "You have no right to access this bucket: it belongs to a service.");
  }
  if (call.host.region !== undefined && call.host.region !== bucket.region) {
    throw new ApiError(
      403,
      "AccessDenied",
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
      { Bucket: bucket.name, Endpoint: `oss-${bucket.region}.aliyuncs.com` },
    );
  }
  return bucket;
}

/** @throws ApiError for a key that OSS refuses. */
function keyOf({ params, request }: Call): string {
  const key = params.key ?? "";
  checkKey(key, request.rawPath);
  return key;
}

/** An XML answer. */
export const xmlAnswer = (root: string, value: XmlValue): ServiceResponse =>
  xmlDocument(toXml(root, value, { controls: true }));

/** A document as it is kept. */
export const xmlDocument = (document: string): ServiceResponse => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: document,
});

export const invalid = (name: string, value: string, message: string): ApiError =>
  new ApiError(400, "InvalidArgument", message, { ArgumentName: name, ArgumentValue: value });

export const malformed = (): ApiError =>
  new ApiError(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our schema.");

/** Whole seconds, written with milliseconds: clients read them by that very pattern. */
export const isoTime = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}.000Z`;
