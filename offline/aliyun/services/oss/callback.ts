import { request as httpRequest, type IncomingMessage } from "node:http";
import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import { isLocalAddress } from "../../core/local-address.ts";
import type { Call } from "../../core/service.ts";
import { invalid, type Oss } from "./operation.ts";
import type { Bucket, ObjectVersion } from "./state.ts";

/** Parameters of operations that tell an application of a finished upload. */
export const CALLBACK = ["callback", "callback-var"];

/** Milliseconds an application has to answer. */
const PATIENCE = 5000;
/** Bytes of an answer. */
const LONGEST = 1024 * 1024;

/** The application server that is called after an upload, and the body of that call. */
export interface Callback {
  /** Tried in this order, until one answers. */
  readonly urls: readonly string[];
  readonly host?: string;
  /** With `${name}` where a value goes. */
  readonly body: string;
  readonly type: string;
  /** Values of the client's own, by names that begin with `x:`. */
  readonly own: Readonly<Record<string, string>>;
}

const settings = z.object({
  callbackUrl: z.string().min(1),
  callbackHost: z.string().optional(),
  callbackBody: z.string().min(1),
  callbackSNI: z.boolean().optional(),
  callbackBodyType: z.enum(["application/x-www-form-urlencoded", "application/json"]).optional(),
});
const own = z.record(z.string(), z.string());

/**
 * Reads a request's callback from headers, parameters or fields of a form; undefined without one.
 * @throws ApiError 400 InvalidArgument
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/callback
 */
export function readCallback({ request }: Call, fields: Readonly<Record<string, string>> = {}): Callback | undefined {
  const stated = (name: string) => request.headers[`x-oss-${name}`] ?? request.query.get(name) ?? fields[name];
  const text = stated("callback");
  if (!text) return undefined;
  const { callbackUrl, callbackHost, callbackBody, callbackBodyType } = decoded("callback", text, settings);
  const variables = stated("callback-var");
  const given = { ...fields, ...(variables && decoded("callback-var", variables, own)) };
  return {
    urls: callbackUrl.split(";").map((url) => (/^https?:\/\//.test(url) ? url : `http://${url}`)),
    ...(callbackHost && { host: callbackHost }),
    body: callbackBody,
    type: callbackBodyType ?? "application/x-www-form-urlencoded",
    own: Object.fromEntries(Object.entries(given).filter(([name]) => name.startsWith("x:"))),
  };
}

function decoded<T>(name: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, "base64").toString()));
  } catch {
    throw invalid(name, text, `The ${name} configuration must be Base64 of a JSON object with the fields of the API.`);
  }
}

/** Tells the application, and answers with what it answers; where it does not, the object is there all the same. */
export async function answerCallback(
  oss: Oss,
  call: Call,
  { bucket, key, version }: { readonly bucket: Bucket; readonly key: string; readonly version: ObjectVersion },
  callback: Callback,
  done: ServiceResponse,
): Promise<ServiceResponse> {
  const values = { ...valuesOf(call, bucket, key, version), ...callback.own };
  const body = fill(callback, values);
  let reason = "";
  for (const url of callback.urls) {
    try {
      const answer = await post(oss, call, bucket, { ...callback, url, body });
      return { ...done, status: 200, headers: { ...done.headers, "content-type": "application/json" }, body: answer };
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  throw new ApiError(203, "CallbackFailed", `The object is stored, and the callback failed: ${reason}`);
}

function valuesOf(call: Call, bucket: Bucket, key: string, version: ObjectVersion): Record<string, string | number> {
  return {
    bucket: bucket.name,
    object: key,
    etag: version.etag,
    size: version.size,
    mimeType: version.headers["content-type"] ?? "",
    crc64: version.crc64,
    contentMd5: call.request.headers["content-md5"] ?? "",
    reqId: call.request.id,
    clientIp: call.request.address,
    operation: { PUT: "PutObject", POST: "PostObject" }[call.request.method] ?? "",
    ...(version.type === "Multipart" && { operation: "CompleteMultipartUpload" }),
  };
}

/** Values stand in JSON as JSON, in a form percent-encoded; unknown names are empty. */
function fill({ body, type }: Callback, values: Readonly<Record<string, string | number>>): string {
  const written = type === "application/json" ? JSON.stringify : encodeURIComponent;
  return body.replace(/\$\{([^}]*)\}/g, (_, name: string) => written(values[name] ?? ""));
}

interface Told extends Callback {
  readonly url: string;
}

async function post(oss: Oss, call: Call, bucket: Bucket, { url, host, body, type }: Told): Promise<string> {
  if (!URL.canParse(url)) throw new Error(`${url} is not an address.`);
  const asked = new URL(url);
  // A function's own address is here; every other host name is in a network that is down.
  const isHere = isLocalAddress(url) && asked.protocol === "http:";
  if (!isHere && !/\.fcapp\.run$/.test(asked.hostname)) throw new Error(`${asked.host} cannot be reached.`);
  const target = isHere ? asked : new URL(asked.pathname + asked.search, oss.world.access.url);
  const headers = {
    host: host ?? asked.host,
    "content-type": type,
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "http-client/0.0.1",
    "x-oss-bucket": bucket.name,
    "x-oss-owner": call.account,
    "x-oss-request-id": call.request.id,
    "x-oss-requester": call.caller.accessKeyId ?? "",
    "x-oss-tag": "CALLBACK",
    "x-oss-version": "2017-09-20",
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method: "POST", headers, signal: AbortSignal.timeout(PATIENCE) };
    httpRequest(target, options, resolve).on("error", reject).end(body);
  });
  return readAnswer(answer);
}

async function readAnswer(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST) throw new Error(`The answer is longer than ${LONGEST} bytes.`);
    chunks.push(chunk);
  }
  if (answer.statusCode !== 200) throw new Error(`Error status : ${answer.statusCode}.`);
  const text = Buffer.concat(chunks).toString();
  try {
    JSON.parse(text);
  } catch {
    throw new Error("The answer is not JSON.");
  }
  return text;
}
