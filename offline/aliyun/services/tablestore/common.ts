import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../../core/http.ts";
import { admitRemoval } from "../../core/removals.ts";
import type { Call, Permission } from "../../core/service.ts";
import type { Instance, Instances } from "../ots/instances.ts";

export const answer = (call: Call, body: object = {}): ServiceResponse => json({ RequestId: call.request.id, ...body });

/** `ots:<action>` on the instance that the call names, or on all. */
export const may = (action: string): Permission => ({
  action: `ots:${action}`,
  resource: (call) => `acs:ots:${call.region}:${call.account}:instance/${named(call) ?? "*"}`,
});

function named(call: Call): string | undefined {
  const { InstanceName } = parameters(call);
  return typeof InstanceName === "string" && InstanceName !== "" ? InstanceName : undefined;
}

/** Parameters of a call: JSON of a body, else the query. */
function parameters({ request }: Pick<Call, "request">): Record<string, unknown> {
  if (request.method === "GET") return Object.fromEntries(request.query);
  try {
    const body: unknown = JSON.parse(request.body.toString() || "{}");
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    throw new ApiError(400, "InvalidParameter", "The body is not JSON.");
  }
}

/** @throws ApiError InvalidParameter */
export function read<T>(call: Call, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parameters(call));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ApiError(400, "InvalidParameter", `${issue?.path.join(".") || "body"}: ${issue?.message ?? "is invalid"}`);
}

/** @throws ApiError InstanceNotFound */
export function find(instances: Instances, call: Call, name: string): Instance {
  const instance = instances.find(call.region, name);
  if (!instance) throw new ApiError(404, "InstanceNotFound", `Instance ${name} is not found.`);
  return instance;
}

export const Named = z.object({ InstanceName: z.string().min(1) });

/** Refuses a removal with a parameter, in the body or beside it, that the operation does not have. */
export const exact = (name: string, ...known: readonly string[]) => ({
  name,
  admit: (request: ServiceRequest) =>
    admitRemoval(name, known, [...request.query.keys(), ...Object.keys(parameters({ request }))]),
});
