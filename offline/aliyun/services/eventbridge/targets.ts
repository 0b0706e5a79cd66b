import { ApiError } from "../../core/error.ts";
import { isLocalAddress } from "../../core/local-address.ts";
import type { FunctionCall } from "../../core/ports.ts";
import type { World } from "../../core/world.ts";
import type { CloudEvent } from "./event.ts";
import type { Target } from "./state.ts";
import { transformAll } from "./transform.ts";

export const ACTOR = { service: "eventbridge.aliyuncs.com" } as const;

/** Milliseconds an HTTP endpoint has to answer. */
const PATIENCE = 10_000;

interface Delivery {
  readonly world: World;
  readonly region: string;
  readonly target: Pick<Target, "Endpoint">;
  readonly values: Readonly<Record<string, string>>;
  readonly event: CloudEvent;
}

/** Gives the event to the target; false for what is to be tried again. */
type Deliver = (delivery: Delivery) => Promise<boolean>;

/** The vendor's target types that the emulator delivers to. */
export const targetTypes: Readonly<Record<string, Deliver>> = {
  "acs.fc.function": async ({ world, region, target, values, event }) => {
    const payload = Buffer.from(values.Body ?? JSON.stringify(event));
    return invoke(world, { region, ...functionOf(target.Endpoint, values), payload, type: callType(values) });
  },
  "acs.mns.queue": async ({ world, region, target, values, event }) => {
    const address = addressOf(target.Endpoint, "queues", values.queue, region);
    await world.queues.send({ region: address.region, queue: address.name }, bodyOf(values, event), ACTOR);
    return true;
  },
  "acs.mns.topic": async ({ world, region, target, values, event }) => {
    const address = addressOf(target.Endpoint, "topics", values.topic, region);
    await world.topics.publish({ region: address.region, topic: address.name }, bodyOf(values, event), ACTOR);
    return true;
  },
  "acs.eventbridge": async ({ world, region, target, values, event }) => {
    const [, at = region, name = ""] = /^acs:eventbridge:([^:]*):[^:]*:eventbus\/([^/]+)$/.exec(target.Endpoint) ?? [];
    const bus = { region: values.RegionId ?? at, bus: values.EventBusName ?? name };
    await world.events.put(bus, [event], ACTOR);
    return true;
  },
  http: post,
  https: post,
};

/** Delivers to a target; what the target refuses counts as not delivered. */
export async function deliver(world: World, region: string, target: Target, event: CloudEvent): Promise<boolean> {
  try {
    const run = targetTypes[target.Type];
    return run ? await run({ world, region, target, values: transformAll(target.ParamList, event), event }) : false;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** Calls a function for EventBridge; false when it failed. */
export async function invoke(world: World, call: Omit<FunctionCall, "actor">): Promise<boolean> {
  try {
    const { errorType } = await world.functions.invoke({ ...call, actor: ACTOR });
    return errorType === undefined;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

const callType = (values: Readonly<Record<string, string>>): "Sync" | "Async" =>
  values.InvocationType?.toLowerCase() === "async" ? "Async" : "Sync";

/** By its parameters, or by its ARN: `acs:fc:<region>:<account>:[services/<service>.<qualifier>/]functions/<name>[/<qualifier>]`. */
function functionOf(endpoint: string, values: Readonly<Record<string, string>>) {
  const pattern = /^acs:fc:[^:]*:[^:]*:(?:services\/[^/.]+(?:\.([^/]+))?\/)?functions\/([^/]+)(?:\/(.+))?$/;
  const [, serviceQualifier, name, ownQualifier] = pattern.exec(endpoint) ?? [];
  const functionName = values.functionName ?? values.FunctionName ?? name;
  const qualifier = values.Qualifier ?? values.qualifier ?? ownQualifier ?? serviceQualifier;
  if (functionName === undefined) {
    throw new ApiError(400, "InvalidArgument", `${endpoint} names no function.`);
  }
  return { functionName, ...(qualifier && { qualifier }) };
}

function addressOf(endpoint: string, kind: string, named: string | undefined, region: string) {
  const [, at, name] = new RegExp(`^acs:mns:([^:]*):[^:]*:/?${kind}/([^/]+)`).exec(endpoint) ?? [];
  return { region: at ?? region, name: named ?? name ?? endpoint };
}

function bodyOf(values: Readonly<Record<string, string>>, event: CloudEvent): Buffer {
  const body = Buffer.from(values.Body ?? values.body ?? JSON.stringify(event));
  return values.IsBase64Encode === "true" ? Buffer.from(body.toString("base64")) : body;
}

async function post({ target, values, event }: Delivery): Promise<boolean> {
  const address = values.url ?? target.Endpoint;
  if (!isLocalAddress(address)) return false;
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: values.Body ?? JSON.stringify(event),
      signal: AbortSignal.timeout(PATIENCE),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
