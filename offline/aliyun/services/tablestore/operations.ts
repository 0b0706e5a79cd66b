import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import type { Call, Operation } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import type { Instance, Instances } from "../ots/instances.ts";
import { answer, exact, find, may, Named, read } from "./common.ts";

const NETWORKS = z.enum(["NORMAL", "VPC", "VPC_CONSOLE"]);
const TYPES = z.array(z.enum(["INTERNET", "VPC", "CLASSIC"]));
const SOURCES = z.array(z.enum(["TRUST_PROXY"]));
const CLUSTER_TYPES = ["SSD", "HYBRID"] as const;

const Network = {
  Network: NETWORKS.nullish(),
  NetworkTypeACL: TYPES.nullish(),
  NetworkSourceACL: SOURCES.nullish(),
};
const Create = z.object({
  InstanceName: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{1,14}[A-Za-z0-9]$/, "has 3 to 16 letters, digits and hyphens"),
  ClusterType: z.enum(CLUSTER_TYPES),
  InstanceDescription: z.string().max(256).nullish(),
  ResourceGroupId: z.string().nullish(),
  Policy: z.string().nullish(),
  Tags: z.array(z.object({ Key: z.string().min(1), Value: z.string() })).nullish(),
  ...Network,
});

/** @see https://www.alibabacloud.com/help/en/tablestore/developer-reference/api-tablestore-2020-12-09-createinstance */
export const instanceOperations = (world: World, instances: Instances): Operation[] => [
  {
    name: "CreateInstance",
    route: { method: "POST", path: "/v2/openapi/createinstance" },
    permission: may("InsertInstance"),
    run: (call) => create(world, instances, call),
  },
  {
    name: "GetInstance",
    route: { method: "GET", path: "/v2/openapi/getinstance" },
    permission: may("GetInstance"),
    run: (call) => answer(call, show(find(instances, call, read(call, Named).InstanceName), call)),
  },
  {
    name: "ListInstances",
    route: { method: "GET", path: "/v2/openapi/listinstances" },
    permission: may("ListInstance"),
    run: (call) => list(instances, call),
  },
  {
    name: "UpdateInstance",
    route: { method: "POST", path: "/v2/openapi/updateinstance" },
    permission: may("UpdateInstance"),
    run: (call) => {
      const { InstanceName, ...given } = read(call, Named.extend(Network));
      setNetwork(find(instances, call, InstanceName), given);
      world.changed();
      return answer(call);
    },
  },
  {
    ...exact("DeleteInstance", "InstanceName"),
    route: { method: "POST", path: "/v2/openapi/deleteinstance" },
    permission: may("DeleteInstance"),
    run: (call) => {
      const instance = find(instances, call, read(call, Named).InstanceName);
      if (!instances.isEmpty(instance)) {
        // The vendor's pages have the rule, but not its code.
        throw new ApiError(409, "OperationDenied", `Instance ${instance.name} still has tables: delete them first.`);
      }
      instances.remove(instance);
      world.changed();
      return answer(call);
    },
  },
  {
    name: "ChangeResourceGroup",
    route: { method: "POST", path: "/v2/openapi/changeresourcegroup" },
    permission: may("ChangeResourceGroup"),
    run: (call) => {
      const body = read(call, z.object({ ResourceId: z.string(), NewResourceGroupId: z.string() }));
      find(instances, call, body.ResourceId).resourceGroupId = body.NewResourceGroupId;
      world.changed();
      return answer(call);
    },
  },
  {
    name: "ListClusterType",
    route: { method: "GET", path: "/v2/openapi/listclustertype" },
    permission: may("ListClusterType"),
    run: (call) => answer(call, { ClusterTypes: CLUSTER_TYPES, ClusterTypeInfos: [] }),
  },
];

function create(world: World, instances: Instances, call: Call) {
  const body = read(call, Create);
  const { InstanceName: name } = body;
  if (instances.find(call.region, name)) {
    throw new ApiError(409, "ObjectAlreadyExist", `Instance ${name} already exists.`);
  }
  const instance: Instance = {
    name,
    region: call.region,
    description: body.InstanceDescription ?? "",
    clusterType: body.ClusterType,
    resourceGroupId: body.ResourceGroupId || "rg-default",
    network: "NORMAL",
    networkTypes: ["INTERNET", "VPC", "CLASSIC"],
    networkSources: ["TRUST_PROXY"],
    policy: body.Policy ?? "",
    policyVersion: body.Policy ? 1 : 0,
    tags: Object.fromEntries((body.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    created: world.clock.now(),
  };
  setNetwork(instance, body);
  instances.all.push(instance);
  world.changed();
  return answer(call);
}

interface NetworkSettings {
  readonly Network?: z.infer<typeof NETWORKS> | null;
  readonly NetworkTypeACL?: readonly string[] | null;
  readonly NetworkSourceACL?: readonly string[] | null;
}

function setNetwork(instance: Instance, { Network: network, NetworkTypeACL, NetworkSourceACL }: NetworkSettings): void {
  if (network) {
    instance.network = network;
    instance.networkTypes = network === "NORMAL" ? ["INTERNET", "VPC", "CLASSIC"] : ["VPC"];
    instance.networkSources = network === "VPC" ? [] : ["TRUST_PROXY"];
  }
  if (NetworkTypeACL) instance.networkTypes = NetworkTypeACL;
  if (NetworkSourceACL) instance.networkSources = NetworkSourceACL;
  if (!NetworkTypeACL && !NetworkSourceACL) return;
  const isOpen = instance.networkTypes.includes("INTERNET") || instance.networkTypes.includes("CLASSIC");
  instance.network = isOpen ? "NORMAL" : instance.networkSources.includes("TRUST_PROXY") ? "VPC_CONSOLE" : "VPC";
}

function list(instances: Instances, call: Call) {
  const { MaxResults, NextToken, InstanceName } = read(
    call,
    z.object({
      MaxResults: z.coerce.number().int().min(1).max(200).default(100),
      NextToken: z.coerce.number().int().min(0).default(0),
      InstanceName: z.string().default(""),
    }),
  );
  const all = instances.all.filter(({ region, name }) => region === call.region && name.includes(InstanceName));
  const end = NextToken + MaxResults;
  return answer(call, {
    TotalCount: all.length,
    Instances: all.slice(NextToken, end).map((instance) => show(instance, call)),
    ...(end < all.length && { NextToken: String(end) }),
  });
}

const show = (instance: Instance, { account }: Call) => ({
  InstanceName: instance.name,
  AliasName: instance.name,
  RegionId: instance.region,
  UserId: account,
  InstanceStatus: "normal",
  InstanceSpecification: instance.clusterType,
  StorageType: instance.clusterType,
  InstanceDescription: instance.description,
  ResourceGroupId: instance.resourceGroupId,
  Network: instance.network,
  NetworkTypeACL: instance.networkTypes,
  NetworkSourceACL: instance.networkSources,
  Policy: instance.policy,
  PolicyVersion: instance.policyVersion,
  PaymentType: "POSTPAY",
  IsMultiAZ: false,
  TableQuota: 64,
  Quota: { TableQuota: 64 },
  CreateTime: new Date(instance.created).toISOString(),
  Tags: Object.entries(instance.tags).map(([Key, Value]) => ({ Key, Value })),
});
