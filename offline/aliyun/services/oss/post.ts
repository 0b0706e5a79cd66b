import { ApiError } from "../../core/error.ts";
import { type FormField, readForm } from "../../core/form.ts";
import type { ServiceRequest, ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { headerValue, identityHeaders } from "./attributes.ts";
import { answerCallback, readCallback } from "./callback.ts";
import { encrypting } from "./encryption.ts";
import { checkKey } from "./keys.ts";
import { bucketOperation, type Oss, resourceArn, xmlAnswer } from "./operation.ts";
import type { Bucket } from "./state.ts";
import { storeBody } from "./write.ts";

/** Uploads from a web page's form. https://www.alibabacloud.com/help/en/oss/developer-reference/postobject */
export const postOperations = (oss: Oss): readonly Operation[] => [
  bucketOperation(
    oss,
    {
      name: "PostObject",
      method: "POST",
      open: "write",
      actions: [
        {
          action: "oss:PutObject",
          resource: (call) => resourceArn(oss.state, call, call.params.bucket, readPost(call.request).key),
        },
        encrypting(oss, (call) => readPost(call.request).fields),
      ],
    },
    (call, bucket) => postObject(oss, call, bucket),
  ),
];

interface Post {
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly file: FormField;
}

function readPost(request: ServiceRequest): Post {
  const form = readForm(request);
  const at = form?.findIndex(({ name }) => name === "file") ?? -1;
  const file = form?.[at];
  if (!form || !file) {
    throw new ApiError(400, "InvalidArgument", "The form must be multipart/form-data with a field named file.");
  }
  // Fields after the file are ignored.
  const fields = Object.fromEntries(form.slice(0, at).map(({ name, body }) => [name.toLowerCase(), body.toString()]));
  const key = (fields.key ?? "").replaceAll(`\${filename}`, file.fileName ?? "");
  if (key === "") throw new ApiError(400, "InvalidArgument", "The form must have a field named key.");
  checkKey(key);
  return { key, fields, file };
}

function postObject(oss: Oss, call: Call, bucket: Bucket): ServiceResponse | Promise<ServiceResponse> {
  const { key, fields, file } = readPost(call.request);
  const callback = readCallback(call, fields);
  if (fields.policy !== undefined) checkPolicy(fields, key, bucket, file.body.length);
  const type = fields["content-type"] ?? file.contentType;
  const given = { ...fields, ...(type !== undefined && { "content-type": type }) };
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, headerValue(value)]));
  const version = storeBody(oss, { ...call, request: { ...call.request, headers } }, { bucket, key }, file.body);
  const done = postAnswer(fields, bucket, key, identityHeaders(bucket, version));
  return callback ? answerCallback(oss, call, { bucket, key, version }, callback, done) : done;
}

function postAnswer(
  fields: Readonly<Record<string, string>>,
  bucket: Bucket,
  key: string,
  headers: Record<string, string>,
): ServiceResponse {
  const location = `https://${bucket.name}.oss-${bucket.region}.aliyuncs.com/${encodeURIComponent(key)}`;
  const redirect = fields.success_action_redirect;
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    target.searchParams.set("bucket", bucket.name);
    target.searchParams.set("key", key);
    target.searchParams.set("etag", headers.etag ?? "");
    return { status: 303, headers: { ...headers, location: target.href } };
  }
  const status = Number(fields.success_action_status);
  if (status === 201) {
    const document = xmlAnswer("PostResponse", {
      Bucket: bucket.name,
      Location: location,
      Key: key,
      ETag: headers.etag,
    });
    return { ...document, status, headers: { ...document.headers, ...headers, location } };
  }
  return { status: status === 200 ? 200 : 204, headers };
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

/** @throws ApiError unless the form is as its policy says. The clock is the machine's, as for every signature. */
function checkPolicy(fields: Readonly<Record<string, string>>, key: string, bucket: Bucket, size: number): void {
  const { expiration, conditions } = readPolicy(fields.policy ?? "");
  if (!(Date.parse(expiration) > Date.now())) throw denied("Invalid according to Policy: Policy expired.");
  const values: Record<string, string> = { ...fields, key, bucket: bucket.name };
  for (const condition of conditions) {
    if (!conditionHolds(condition, values, size)) {
      throw denied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
    }
  }
}

const denied = (message: string): ApiError => new ApiError(403, "AccessDenied", message);

function readPolicy(text: string): Policy {
  try {
    const { expiration, conditions } = JSON.parse(Buffer.from(text, "base64").toString()) as Partial<Policy>;
    if (typeof expiration === "string" && Array.isArray(conditions)) return { expiration, conditions };
  } catch {
    // Answered below, like a policy without conditions.
  }
  throw new ApiError(
    400,
    "InvalidPolicyDocument",
    "The content of the form does not meet the conditions in the policy.",
  );
}

/** `["eq" | "starts-with" | "in" | "not-in", "$field", value]`, `["content-length-range", least, most]` or `{field: value}`. */
function conditionHolds(condition: unknown, values: Readonly<Record<string, string>>, size: number): boolean {
  if (!Array.isArray(condition)) {
    return Object.entries(condition ?? {}).every(([name, value]) => values[name.toLowerCase()] === String(value));
  }
  const [operator, first, second] = condition as unknown[];
  if (operator === "content-length-range") return size >= Number(first) && size <= Number(second);
  const value = values[String(first).replace(/^\$/, "").toLowerCase()] ?? "";
  const list = Array.isArray(second) ? second.map(String) : [];
  switch (operator) {
    case "eq":
      return value === String(second);
    case "starts-with":
      return value.startsWith(String(second));
    case "in":
      return list.includes(value);
    case "not-in":
      return !list.includes(value);
    default:
      return false;
  }
}
