import { json, type ServiceResponse } from "../../../core/http.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { functionArn } from "../compute.ts";
import { invalid } from "../errors.ts";
import { checkQuery } from "./query.ts";

export const BASE = "/2023-03-30";

export interface Declaration {
  readonly name: string;
  /** "GET /functions/{functionName}" */
  readonly route: string;
  /** The resource for RAM: the function in the path, or another. */
  readonly resource?: (call: Call) => string;
  /** The RAM action, where it isn't called like the operation. */
  readonly action?: string;
  readonly run: (call: Call) => object | ServiceResponse | Promise<object | ServiceResponse>;
}

/** An operation whose answer, unless it says otherwise, is JSON with status 200. */
export function operation({
  name,
  route,
  resource = functionResource,
  action = `fc:${name}`,
  run,
}: Declaration): Operation {
  const [method = "GET", path = ""] = route.split(" ");
  return {
    name,
    route: { method, path: BASE + path },
    permission: { action, resource },
    admit: (request) => checkQuery(name, request),
    run: async (call) => {
      const answer = await run(call);
      return isResponse(answer) ? answer : json(answer, 200, { "x-fc-request-id": call.request.id });
    },
  };
}

const isResponse = (answer: object): answer is ServiceResponse =>
  "status" in answer && typeof answer.status === "number";

const functionResource = (call: Call): string =>
  functionArn(call.account, call.region, call.params.functionName ?? "*");

export const resource =
  (kind: string, parameter?: string) =>
  (call: Call): string =>
    `acs:fc:${call.region}:${call.account}:${kind}/${(parameter && call.params[parameter]) || "*"}`;

/** A parameter of the path, which the route guarantees. */
export const parameter = (call: Call, name: string): string => call.params[name] ?? "";

export const qualifierOf = (call: Call): string => call.request.query.get("qualifier") || "LATEST";

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** One page of a list: those whose name starts with `prefix`, from `nextToken` on, at most `limit`. */
export function page<T>(call: Call, all: readonly T[], nameOf: (item: T) => string, most = 100): Page<T> {
  const { query } = call.request;
  const limit = limitOf(query.get("limit") ?? query.get("Limit"), most);
  const from = query.get("nextToken") || query.get("NextToken") || query.get("startKey") || "";
  const prefix = query.get("prefix") ?? "";
  const fitting = all
    .filter((item) => nameOf(item).startsWith(prefix) && nameOf(item) >= from)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const next = fitting[limit];
  return { items: fitting.slice(0, limit), ...(next && { nextToken: nameOf(next) }) };
}

export function limitOf(text: string | null, most: number): number {
  if (text === null || text === "") return Math.min(20, most);
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw invalid(`limit: must be between 1 and ${most}`);
  return limit;
}
