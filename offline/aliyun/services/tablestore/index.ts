import type { Emulated } from "../../core/emulated.ts";
import type { ServiceRequest } from "../../core/http.ts";
import { json } from "../../core/http.ts";
import type { HostFacts, Service } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { type Instance, instancesOf } from "../ots/instances.ts";
import { instanceOperations } from "./operations.ts";
import { policyOperations } from "./policies.ts";
import { tagOperations } from "./tags.ts";

/** Tablestore's control plane: instances, their tags, network settings and policies. */
export function createTablestore(world: World): Emulated {
  const instances = instancesOf(world);
  const service: Service = {
    description: {
      title: "Tablestore instances",
      version: "2020-12-09",
      docs: "https://www.alibabacloud.com/help/en/tablestore/developer-reference/api-tablestore-2020-12-09-overview",
      signatures: ["acs3", "roa"],
    },
    operations: [
      ...instanceOperations(world, instances),
      ...tagOperations(world, instances),
      ...policyOperations(world, instances),
    ],
    matches,
    recognises,
    refuse: ({ status, code, message }, { id }) => json({ Code: code, Message: message, RequestId: id }, status),
    snapshot: () => ({ instances: instances.all }),
    restore: (kept) => {
      instances.all = (kept as { instances: Instance[] }).instances;
    },
    reset: () => {
      instances.all = [];
    },
  };
  return { service };
}

function matches(host: string): HostFacts | undefined {
  const region = /^tablestore(?:-vpc)?\.([a-z]{2}-[a-z0-9-]+)\.aliyuncs\.com$/.exec(host)?.[1];
  return region === undefined ? undefined : { region };
}

const recognises = ({ headers, rawPath }: ServiceRequest): HostFacts | undefined =>
  headers["x-acs-version"] === "2020-12-09" || rawPath.startsWith("/v2/openapi/") ? {} : undefined;
