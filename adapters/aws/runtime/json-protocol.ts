import type { CallOptions, HttpResponse } from "../../../runtime/core/http-request.ts";
import { readFields } from "../../../runtime/core/json.ts";
import { type Service, send } from "./call.ts";

/** A service whose calls are JSON (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). */
export interface JsonService extends Service {
  /** Start of the names of its actions: "DynamoDB_20120810". */
  readonly target: string;
  readonly version: "1.0" | "1.1";
}

/** The error in a JSON response. Its name may have a namespace before it and an address behind it. */
export function jsonError({ headers }: HttpResponse, text: string): { name?: string; message?: string } {
  const fields = readFields(text);
  const name = headers["x-amzn-errortype"] ?? fields.__type ?? fields.code;
  const message = fields.message ?? fields.Message;
  return {
    name: typeof name === "string" ? name.replace(/[:,].*$/, "").replace(/^.*#/, "") : undefined,
    message: typeof message === "string" ? message : undefined,
  };
}

/** Makes a call and reads its output. @throws AwsError */
export async function callJson<Output>(
  service: JsonService,
  action: string,
  input: object,
  options: CallOptions & { readonly host?: string } = {},
): Promise<Output> {
  const { target, version } = service;
  const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": `${target}.${action}` };
  const call = { method: "POST", path: "/", headers, body: JSON.stringify(input), host: options.host };
  const text = await (await send(service, call, options)).text();
  // Some actions have no output, and then no text.
  return JSON.parse(text || "{}") as Output;
}
