import type { Emulated } from "../../core/emulated.ts";
import type { ApiError } from "../../core/error.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../../core/http.ts";
import type { HostFacts } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { busOperations } from "./buses.ts";
import { Delivery } from "./delivery.ts";
import type { PendingDelivery } from "./in-flight.ts";
import { linkedRoleOperations } from "./linked-roles.ts";
import type { EventBridge } from "./operation.ts";
import { ruleOperations } from "./rules.ts";
import { sourceOperations } from "./sources.ts";
import { EventBridgeState } from "./state.ts";
import { EventTriggers } from "./trigger.ts";

const VERSION = "2020-04-01";

/** EventBridge: buses, rules, targets, and queues whose messages become events. */
export function createEventBridge(world: World): Emulated {
  const state = new EventBridgeState();
  const delivery = new Delivery(world, state);
  const triggers = new EventTriggers(world, delivery);
  const eventBridge: EventBridge = { world, state, delivery };
  return {
    service: {
      description: {
        title: "EventBridge",
        version: VERSION,
        docs: "https://www.alibabacloud.com/help/en/eventbridge/developer-reference/api-eventbridge-2020-04-01-overview",
        signatures: ["acs3", "rpc", "roa"],
      },
      operations: [
        ...busOperations(eventBridge),
        ...ruleOperations(eventBridge),
        ...sourceOperations(eventBridge),
        ...linkedRoleOperations(eventBridge),
      ],
      matches: matchHost,
      recognises: recognise,
      refuse,
      snapshot: () => ({ ...state.snapshot(), inFlight: delivery.inFlight.snapshot() }),
      restore: (saved) => {
        state.restore(saved);
        delivery.inFlight.restore((saved as { inFlight?: readonly PendingDelivery[] }).inFlight ?? []);
      },
      resume: () => {
        for (const bus of state.all()) for (const rule of bus.rules.values()) delivery.takeUp(bus, rule);
      },
      reset: () => {
        triggers.clear();
        delivery.clear();
        state.clear();
      },
      pending: ({ prefix }) => triggers.pending(prefix),
    },
    sources: { eventbridge: triggers },
    events: {
      put: async ({ region, bus }, events) => {
        const found = state.bus(region, bus);
        for (const event of events) delivery.put(found, event);
      },
    },
  };
}

/** `<account>.eventbridge.<region>[-vpc|-internal].aliyuncs.com`, `eventbridge[-console].<region>.aliyuncs.com`. */
function matchHost(host: string): HostFacts | undefined {
  const [, account, name] =
    /^(?:(\d+)\.)?eventbridge(?:-console)?(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com$/.exec(host) ?? [];
  const region = name?.replace(/-(internal|vpc)$/, "");
  return region === undefined ? undefined : { region, ...(account !== undefined && { account }) };
}

function recognise({ headers, query, rawPath, body }: ServiceRequest): HostFacts | undefined {
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ? body.toString() : "";
  const version = headers["x-acs-version"] ?? query.get("Version") ?? /(?:^|&)Version=([\d-]+)/.exec(form)?.[1] ?? "";
  const own = headers["x-eventbridge-version"] !== undefined || rawPath.startsWith("/openapi/");
  if (!own && version !== VERSION) return undefined;
  const region = headers["x-eventbridge-regionid"];
  return region === undefined ? {} : { region };
}

/**
 * Its own client wants the error's status, and small letters. In the general interface what isn't there is a successful
 * answer that says so: the clients look for the code there.
 */
function refuse(error: ApiError, request: ServiceRequest): ServiceResponse {
  if (request.rawPath.startsWith("/openapi/")) {
    return json({ code: error.code, message: error.message, requestId: request.id }, error.status);
  }
  const missing = /Not(Exist|Existed)$/.test(error.code);
  const answer = { Code: error.code, Message: error.message, RequestId: request.id, Success: false };
  return json(answer, missing ? 200 : error.status);
}
