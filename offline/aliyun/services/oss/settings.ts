import { createHash, randomUUID } from "node:crypto";
import { ApiError } from "../../core/error.ts";
import type { ServiceRequest, ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { childOf, childrenOf, parseXml, textOf, toXml, type XmlElement, type XmlValue } from "../../core/xml.ts";
import { withoutTags } from "./bucket-tags.ts";
import { checkLifecycle } from "./lifecycle.ts";
import { bucketOperation, malformed, type Oss, type OssOperation, serviceOperation, xmlDocument } from "./operation.ts";
import { checkCors, checkEncryption, checkHttps, checkLogging, completeHttps, oneOf } from "./setting-checks.ts";
import { withDefault, writable } from "./setting-documents.ts";
import type { Bucket, OssState } from "./state.ts";

/** A sub-resource of buckets that is a document: kept as it was put, checked for what the vendor checks. */
interface Setting {
  /** Name in the query. */
  readonly key: string;
  /** Name in the operations: "BucketCors" -> PutBucketCors, GetBucketCors, DeleteBucketCors. */
  readonly name: string;
  /** Root element. */
  readonly root: string;
  /** The answer of a bucket without this setting: a refusal's code and message, or a document's content. */
  readonly missing: readonly [code: string, message: string] | { readonly content: XmlValue };
  /** True if it can be deleted. */
  readonly removable: boolean;
  /** The document that remains after a removal with a value: bucket tags are removed by name. */
  remove?(document: string, names: readonly string[]): string | undefined;
  /** @throws ApiError for what the vendor refuses. */
  check?(document: XmlElement, state: OssState, request: ServiceRequest): void;
  /** Changes what the vendor adds by itself. */
  complete?(document: XmlElement): XmlValue;
}

const SETTINGS: readonly Setting[] = [
  {
    key: "cors",
    name: "BucketCors",
    root: "CORSConfiguration",
    missing: ["NoSuchCORSConfiguration", "The CORS Configuration does not exist."],
    removable: true,
    check: checkCors,
    complete: (document) => withDefault(document, "ResponseVary", "false"),
  },
  {
    key: "website",
    name: "BucketWebsite",
    root: "WebsiteConfiguration",
    missing: ["NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration."],
    removable: true,
  },
  {
    key: "logging",
    name: "BucketLogging",
    root: "BucketLoggingStatus",
    missing: { content: {} },
    removable: true,
    check: checkLogging,
  },
  {
    key: "referer",
    name: "BucketReferer",
    root: "RefererConfiguration",
    missing: { content: { AllowEmptyReferer: true, AllowTruncateQueryString: true, RefererList: {} } },
    removable: false,
    check: (document) => {
      if (textOf(document, "AllowEmptyReferer") === undefined) throw malformed();
    },
    // Clients that put no referer write one without a text.
    complete: (document) => {
      const referers = childrenOf(childOf(document, "RefererList"), "Referer").map(({ text }) => text.trim());
      const listed = { RefererList: { Referer: referers.filter((referer) => referer !== "") } };
      return { ...withDefault(document, "AllowTruncateQueryString", "true"), ...listed };
    },
  },
  {
    key: "lifecycle",
    name: "BucketLifecycle",
    root: "LifecycleConfiguration",
    missing: ["NoSuchLifecycle", "No Row found in Lifecycle Table."],
    removable: true,
    check: checkLifecycle,
    // Rules that were put without a name get one.
    complete: (document) => ({
      Rule: childrenOf(document, "Rule").map((rule) => ({ ID: textOf(rule, "ID") || randomUUID(), ...writable(rule) })),
    }),
  },
  {
    key: "tagging",
    name: "BucketTagging",
    root: "Tagging",
    missing: { content: { TagSet: {} } },
    removable: true,
    remove: withoutTags,
  },
  {
    key: "transferAcceleration",
    name: "BucketTransferAcceleration",
    root: "TransferAccelerationConfiguration",
    missing: ["NoSuchTransferAccelerationConfiguration", "The transfer acceleration configuration does not exist."],
    removable: true,
  },
  {
    key: "encryption",
    name: "BucketEncryption",
    root: "ServerSideEncryptionRule",
    missing: ["NoSuchServerSideEncryptionRule", "The server side encryption configuration does not exist."],
    removable: true,
    check: checkEncryption,
  },
  {
    key: "accessmonitor",
    name: "BucketAccessMonitor",
    root: "AccessMonitorConfiguration",
    missing: { content: { Status: "Disabled" } },
    removable: false,
    check: oneOf("Status", "Enabled", "Disabled"),
  },
  {
    key: "publicAccessBlock",
    name: "BucketPublicAccessBlock",
    root: "PublicAccessBlockConfiguration",
    missing: { content: { BlockPublicAccess: false } },
    removable: true,
  },
  {
    key: "requestPayment",
    name: "BucketRequestPayment",
    root: "RequestPaymentConfiguration",
    missing: { content: { Payer: "BucketOwner" } },
    removable: false,
    check: oneOf("Payer", "BucketOwner", "Requester"),
  },
  {
    key: "httpsConfig",
    name: "BucketHttpsConfig",
    root: "HttpsConfiguration",
    missing: ["NoSuchHttpsConfig", "The https configuration does not exist."],
    removable: false,
    check: checkHttps,
    complete: completeHttps,
  },
  {
    key: "userDefinedLogFieldsConfig",
    name: "BucketUserDefinedLogFieldsConfig",
    root: "UserDefinedLogFieldsConfiguration",
    missing: ["NoSuchUserDefinedLogFieldsConfig", "The user-defined log fields configuration does not exist."],
    removable: true,
  },
  {
    key: "bucketArchiveDirectRead",
    name: "BucketArchiveDirectRead",
    root: "ArchiveDirectReadConfiguration",
    missing: { content: { Enabled: false } },
    removable: false,
  },
  {
    key: "overwriteConfig",
    name: "BucketOverwriteConfig",
    root: "OverwriteConfiguration",
    missing: ["NoSuchBucketOverwriteConfig", "The overwrite configuration does not exist."],
    removable: true,
  },
  {
    key: "responseHeader",
    name: "BucketResponseHeader",
    root: "ResponseHeaderConfiguration",
    missing: ["NoSuchResponseHeaderConfiguration", "The response header configuration does not exist."],
    removable: true,
  },
];

/** Reads, writes and removals of every document a bucket has. */
export const settingOperations = (oss: Oss): readonly Operation[] => [
  ...SETTINGS.flatMap((setting) =>
    settingTrio(setting).map((about) =>
      bucketOperation(oss, about, (call, bucket) => settle(oss, setting, call, bucket.settings)),
    ),
  ),
  ...accountOperations(oss),
  ...policyOperations(oss),
  ...resourceGroupOperations(oss),
];

const settingTrio = ({ key, name, removable }: Pick<Setting, "key" | "name" | "removable">): OssOperation[] => [
  { name: `Put${name}`, method: "PUT", query: [key] },
  { name: `Get${name}`, method: "GET", query: [key] },
  ...(removable ? [{ name: `Delete${name}`, method: "DELETE", query: [key] }] : []),
];

/** The account's block of public access, served at the service's own host. */
function accountOperations(oss: Oss): Operation[] {
  return SETTINGS.filter(({ key }) => key === "publicAccessBlock").flatMap((setting) =>
    settingTrio({ ...setting, name: "PublicAccessBlock" }).map((about) =>
      serviceOperation(oss, about, (call, state) => settle(oss, setting, call, state.account)),
    ),
  );
}

function settle(oss: Oss, setting: Setting, call: Call, settings: Record<string, string>): ServiceResponse {
  const { key, root, missing } = setting;
  switch (call.request.method) {
    case "PUT":
      checkDigest(call);
      settings[key] = readDocument(oss, setting, call.request);
      oss.world.changed();
      return { status: 200 };
    case "DELETE":
      removeDocument(setting, call, settings);
      oss.world.changed();
      return { status: 204 };
    default: {
      const document = settings[key];
      if (document !== undefined) return xmlDocument(document);
      if ("content" in missing) return xmlDocument(toXml(root, missing.content));
      throw new ApiError(404, missing[0], missing[1], { BucketName: call.params.bucket ?? "" });
    }
  }
}

function removeDocument({ key, remove }: Setting, call: Call, settings: Record<string, string>): void {
  const document = settings[key];
  const names = (call.request.query.get(key) ?? "").split(",").filter((name) => name !== "");
  const rest = document !== undefined && names.length > 0 ? remove?.(document, names) : undefined;
  if (rest === undefined) delete settings[key];
  else settings[key] = rest;
}

function readDocument(oss: Oss, setting: Setting, request: ServiceRequest): string {
  const document = parseXml(request.body.toString().trim());
  if (document?.name !== setting.root) throw malformed();
  setting.check?.(document, oss.state, request);
  return toXml(setting.root, setting.complete?.(document) ?? writable(document));
}

/** @throws ApiError where the body isn't the one its Content-MD5 is of. */
export function checkDigest({ request }: Call): void {
  const stated = request.headers["content-md5"];
  if (stated === undefined || stated === createHash("md5").update(request.body).digest("base64")) return;
  throw new ApiError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", { "Content-MD5": stated });
}

const policyOperations = (oss: Oss): Operation[] =>
  settingTrio({ key: "policy", name: "BucketPolicy", removable: true }).map((about) =>
    bucketOperation(oss, about, (call, bucket) => settlePolicy(oss, call, bucket)),
  );

/** The one document that is JSON, given back letter by letter. */
function settlePolicy(oss: Oss, call: Call, bucket: Bucket): ServiceResponse {
  if (call.request.method === "PUT") {
    const text = call.request.body.toString();
    if (!isPolicy(text)) throw new ApiError(400, "InvalidPolicyDocument", "The policy document is not valid.");
    bucket.settings.policy = text;
    oss.world.changed();
    return { status: 200 };
  }
  if (call.request.method === "DELETE") {
    delete bucket.settings.policy;
    oss.world.changed();
    return { status: 204 };
  }
  const { policy } = bucket.settings;
  if (policy === undefined) {
    throw new ApiError(404, "NoSuchBucketPolicy", "The bucket policy does not exist.", { BucketName: bucket.name });
  }
  return { status: 200, headers: { "content-type": "application/json" }, body: policy };
}

function isPolicy(text: string): boolean {
  try {
    const policy = JSON.parse(text) as { Version?: unknown; Statement?: unknown } | null;
    return policy?.Version === "1" && Array.isArray(policy.Statement);
  } catch {
    return false;
  }
}

const resourceGroupOperations = (oss: Oss): Operation[] => [
  bucketOperation(oss, { name: "PutBucketResourceGroup", method: "PUT", query: ["resourceGroup"] }, (call, bucket) => {
    const group = textOf(parseXml(call.request.body.toString()), "ResourceGroupId");
    if (group === undefined) throw malformed();
    bucket.resourceGroup = group.trim() || "rg-default-id";
    oss.world.changed();
    return { status: 200 };
  }),
  bucketOperation(oss, { name: "GetBucketResourceGroup", method: "GET", query: ["resourceGroup"] }, (_call, bucket) =>
    xmlDocument(toXml("BucketResourceGroupConfiguration", { ResourceGroupId: bucket.resourceGroup })),
  ),
];
