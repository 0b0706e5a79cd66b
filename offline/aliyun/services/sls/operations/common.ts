import type { z } from "zod";
import { json, type ServiceResponse } from "../../../core/http.ts";
import type { Call, Permission } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import type { Logstore, Project } from "../model.ts";
import type { LogState } from "../store.ts";

/** An answer of the log service; every one of them is a 200, also that of a deletion. */
export const answer = (call: Call, body: object | undefined, headers: Readonly<Record<string, string>> = {}) =>
  body === undefined
    ? ({ status: 200, headers: { "x-log-requestid": call.request.id, ...headers } } satisfies ServiceResponse)
    : json(body, 200, { "content-type": "application/json", "x-log-requestid": call.request.id, ...headers });

/** `log:<action>` on the project of the request, or on a part of it such as `logstore/a`. */
export const may = (action: string, part: (call: Call) => string = () => ""): Permission => ({
  action: `log:${action}`,
  resource: (call) => arn(call, call.host.subject ?? "*", part(call)),
});

export const arn = ({ region, account }: Pick<Call, "region" | "account">, project: string, part = ""): string =>
  `acs:log:${region}:${account}:project/${project}${part && `/${part}`}`;

/** `log:<action>` on the logstore in the path, or on a part of it such as `consumergroup/a`. */
export const mayOnStore = (action: string, part: (call: Call) => string = () => ""): Permission =>
  may(action, (call) => ["logstore", call.params.logstore ?? "*", part(call)].filter(Boolean).join("/"));

export const projectOf = (state: LogState, call: Call): Project => state.project(call.region, call.host.subject);

export const storeOf = (state: LogState, call: Call): Logstore =>
  state.logstore(call.region, call.host.subject, call.params.logstore);

/** The JSON of a request. @throws ApiError PostBodyInvalid, ParameterInvalid */
export function readBody<T>(call: Call, schema: z.ZodType<T>): T {
  let body: unknown;
  try {
    body = JSON.parse(call.request.body.toString() || "{}");
  } catch {
    throw invalid("the body is not valid json");
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(`${issue?.path.join(".") || "body"}: ${issue?.message ?? "is invalid"}`);
}

/** A number of the query; absent: the default. */
export function number(call: Call, key: string, otherwise: number): number {
  const text = call.request.query.get(key);
  if (text === null || text === "") return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value)) throw invalid(`${key} ${text} is not a whole number`);
  return value;
}

/** A part of a list, as `offset` and `size` ask for it. */
export function page<T>(call: Call, all: readonly T[], most = 500): T[] {
  const offset = number(call, "offset", 0);
  const size = Math.min(number(call, "size", 100), most);
  return all.slice(offset, offset + size);
}

export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
