import type { V3VpcBindingArgs, V3VpcBindingState } from "@pulumi/alicloud/fc/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { fc } from "./fc.ts";
import { v3VpcBindingTable } from "./tables.ts";

type Inputs = Plain<V3VpcBindingArgs>;
type State = Plain<V3VpcBindingState>;

/**
 * A VPC from which the function can be called.
 * https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createvpcbinding
 */
const vpcBindingType: ResourceType<AlicloudContext, Inputs, State> = {
  table: v3VpcBindingTable,

  async create(cloud, { functionName, vpcId = "" }) {
    const path = ["functions", functionName, "vpc-bindings"];
    await fc(cloud, { action: "CreateVpcBinding", path, body: { vpcId } });
    return `${functionName}:${vpcId}`;
  },

  async read(cloud, id) {
    const { functionName, vpcId } = partsOf(id, ["functionName", "vpcId"]);
    const path = ["functions", functionName, "vpc-bindings"];
    const { vpcIds } = await fc(cloud, { action: "ListVpcBindings", method: "GET", path });
    return Array.isArray(vpcIds) && vpcIds.includes(vpcId) ? { functionName, vpcId } : undefined;
  },

  async delete(cloud, id) {
    const { functionName, vpcId } = partsOf(id, ["functionName", "vpcId"]);
    const path = ["functions", functionName, "vpc-bindings", vpcId];
    await fc(cloud, { action: "DeleteVpcBinding", method: "DELETE", path });
  },
};

export const v3VpcBinding = erase(vpcBindingType);
