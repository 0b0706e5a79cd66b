import { ApiError } from "../../core/error.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../../core/http.ts";
import { admitRemoval, isRemoval, namesOf } from "../../core/removals.ts";
import type { Call, Operation } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import type { Delivery } from "./delivery.ts";
import { isObject } from "./pattern.ts";
import type { EventBridgeState } from "./state.ts";

export interface EventBridge {
  readonly world: World;
  readonly state: EventBridgeState;
  readonly delivery: Delivery;
}

/** Parameters of a call, from whichever of the two interfaces it came through. */
export interface Input {
  readonly call: Call;
  readonly region: string;
  text(name: string): string | undefined;
  /** @throws ApiError when it isn't given. */
  required(name: string): string;
  /** A value that is JSON text in the one interface and JSON itself in the other. */
  json(name: string): unknown;
}

/** EventBridge's own client asks for `/openapi/<operation>` with a JSON body; what it answers then has no envelope. */
const isOwn = ({ request }: Pick<Call, "request">): boolean => request.rawPath.startsWith("/openapi/");

/** Parameters of operations that take something away. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  DeleteEventBus: ["EventBusName"],
  // A source is named alone; clients name its bus, too.
  DeleteEventSource: ["EventSourceName", "EventBusName"],
  DeleteRule: ["EventBusName", "RuleName"],
  DeleteTargets: ["EventBusName", "RuleName", "TargetIds"],
  DisableRule: ["EventBusName", "RuleName"],
};

function parameterNames(request: ServiceRequest): string[] {
  if (!isOwn({ request })) return namesOf(request);
  return [...request.query.keys(), ...Object.keys(parseBody({ request }) ?? {})];
}

interface About {
  readonly name: string;
  /** Path of the operation in EventBridge's own interface. Default: "/openapi/<name>". Null: it has none. */
  readonly own?: string | null;
  /** The part of the ARN after "acs:eventbridge:<region>:<account>:". */
  readonly resource: (input: Input) => string | readonly string[];
}

/** One operation in both of the vendor's interfaces. */
export function operation({ name, own, resource }: About, run: (input: Input) => object | undefined): Operation[] {
  const camel = name.charAt(0).toLowerCase() + name.slice(1);
  const permission = {
    action: `eventbridge:${name}`,
    resource: (call: Call) => {
      const input = inputOf(call);
      return [resource(input)].flat().map((path) => `acs:eventbridge:${input.region}:${call.account}:${path}`);
    },
  };
  const admit = isRemoval(name) && {
    admit: (request: ServiceRequest) => admitRemoval(name, TAKEN[name] ?? [], parameterNames(request)),
  };
  const answer = (call: Call) => respond(call, run(inputOf(call)) ?? {});
  const rpc: Operation = { name, route: { action: name }, permission, ...admit, run: answer };
  if (own === null) return [rpc];
  return [
    rpc,
    { name, route: { method: "POST", path: own ?? `/openapi/${camel}` }, permission, ...admit, run: answer },
  ];
}

function respond(call: Call, data: object): ServiceResponse {
  const { id: RequestId } = call.request;
  if (isOwn(call)) return json({ RequestId, ResourceOwnerAccountId: call.account, ...data });
  return json({ Code: "Success", Success: true, Message: "success", RequestId, Data: data });
}

export function inputOf(call: Call): Input {
  const body = isOwn(call) ? parseBody(call) : call.params;
  const region =
    call.host.region ?? call.params.RegionId ?? call.request.headers["x-eventbridge-regionid"] ?? call.region;
  const text = (name: string): string | undefined => {
    const value = isObject(body) ? body[name] : undefined;
    if (value === undefined || value === null || value === "") return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  return {
    call,
    region,
    text,
    required: (name) => {
      const value = text(name);
      if (value === undefined) throw new ApiError(400, `Missing${name}`, `${name} is mandatory for this action.`);
      return value;
    },
    json: (name) => {
      const value = text(name);
      return value === undefined ? undefined : parse(value, name);
    },
  };
}

export const parseBody = ({ request }: Pick<Call, "request">): unknown =>
  parse(request.body.toString() || "{}", "The request body");

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, "InvalidArgument", `${what} must be JSON.`);
  }
}

/** One page of a list, and where the next begins. */
export function page<Thing>(
  input: Input,
  things: readonly Thing[],
): { items: Thing[]; NextToken?: string; Total: number } {
  const most = Number(input.text("Limit") ?? 100);
  const start = Number(input.text("NextToken") ?? 0);
  if (!Number.isInteger(most) || most < 1 || most > 1000 || !Number.isInteger(start) || start < 0) {
    throw new ApiError(400, "InvalidArgument", "Limit must be between 1 and 1000, NextToken one that was answered.");
  }
  const end = start + most;
  return {
    items: things.slice(start, end),
    ...(end < things.length && { NextToken: String(end) }),
    Total: things.length,
  };
}
