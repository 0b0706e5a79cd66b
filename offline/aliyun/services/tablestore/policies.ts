import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import type { Call, Operation } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import type { Instance, Instances } from "../ots/instances.ts";
import { answer, exact, find, may, Named, read } from "./common.ts";

const Versioned = Named.extend({ PolicyVersion: z.coerce.number().int().nullish() });

/** Policies of instances: kept and given back; what they say is not asked for here. */
export const policyOperations = (world: World, instances: Instances): Operation[] => [
  {
    name: "UpdateInstancePolicy",
    route: { method: "POST", path: "/v2/openapi/updateinstancepolicy" },
    permission: may("UpdateInstancePolicy"),
    run: (call) => {
      const { InstanceName, PolicyVersion, Policy } = read(call, Versioned.extend({ Policy: z.string() }));
      return set(world, call, find(instances, call, InstanceName), PolicyVersion, Policy);
    },
  },
  {
    ...exact("DeleteInstancePolicy", "InstanceName", "PolicyVersion"),
    route: { method: "POST", path: "/v2/openapi/deleteinstancepolicy" },
    permission: may("DeleteInstancePolicy"),
    run: (call) => {
      const { InstanceName, PolicyVersion } = read(call, Versioned);
      return set(world, call, find(instances, call, InstanceName), PolicyVersion, "");
    },
  },
];

/** Only who knows the version that is there may replace it. */
function set(world: World, call: Call, instance: Instance, version: number | null | undefined, policy: string) {
  if (version !== undefined && version !== null && version !== instance.policyVersion) {
    throw new ApiError(409, "Conflict", `The policy of ${instance.name} is at version ${instance.policyVersion}.`);
  }
  instance.policy = policy;
  instance.policyVersion++;
  world.changed();
  return answer(call);
}
