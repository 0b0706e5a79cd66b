import type { ServiceLinkedRoleArgs, ServiceLinkedRoleState } from "@pulumi/alicloud/eventbridge/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import type { AlicloudContext } from "../clients.ts";
import { part, rpc } from "../rpc.ts";
import { serviceLinkedRoleTable } from "./tables.ts";

type Inputs = Plain<ServiceLinkedRoleArgs>;
type State = Plain<ServiceLinkedRoleState>;

/** https://help.aliyun.com/zh/eventbridge/user-guide/service-linked-roles-for-eventbridge */
const serviceLinkedRoleType: ResourceType<AlicloudContext, Inputs, State> = {
  table: serviceLinkedRoleTable,

  async create(cloud, { productName }) {
    await rpc(cloud, "eventbridge", "CreateServiceLinkedRoleForProduct", { ProductName: productName });
    const right = ({ CheckPass }: { CheckPass?: unknown }) => String(CheckPass) === "true";
    await until(() => check(cloud, productName), { right, seconds: 60, signal: cloud.signal });
    return productName;
  },

  /** Returns the role's name also when the role does not exist, as the real provider does. */
  async read(cloud, id) {
    const { StsRoleName } = await check(cloud, id);
    return { productName: String(StsRoleName ?? id) };
  },

  async delete(cloud, id) {
    await rpc(cloud, "resourcemanager", "DeleteServiceLinkedRole", { RoleName: id });
  },

  async find(_cloud, { productName }) {
    return productName;
  },
};

async function check(cloud: AlicloudContext, productName: string) {
  return part(await rpc(cloud, "eventbridge", "CheckRoleForProduct", { ProductName: productName }), "Data");
}

export const serviceLinkedRole = erase(serviceLinkedRoleType);
