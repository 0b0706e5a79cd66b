import type { SecretParameterArgs, SecretParameterState } from "@pulumi/alicloud/oos/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, type Spelling, toApi, without } from "../mapping.ts";
import { list, part, rpc } from "../rpc.ts";
import { tagState } from "../tags.ts";
import { secretParameterTable } from "./tables.ts";

type Inputs = Plain<SecretParameterArgs>;
type State = Plain<SecretParameterState>;

const OOS: Spelling = {
  style: "pascal",
  names: { secretParameterName: "Name", dkmsInstanceId: "DKMSInstanceId", createTime: "CreatedDate" },
};
/** The provider reads the parameter without decryption, so the state keeps the given value. */
const readable = without(secretParameterTable, "tags", "value");

/** https://help.aliyun.com/zh/oos/developer-reference/api-oos-2019-06-01-createsecretparameter */
const secretParameterType: ResourceType<AlicloudContext, Inputs, State> = {
  table: secretParameterTable,

  async create(cloud, inputs) {
    const body = { RegionId: cloud.region, ...toApi(secretParameterTable.properties, { ...inputs }, OOS) };
    await rpc(cloud, "oos", "CreateSecretParameter", body);
    return inputs.secretParameterName;
  },

  async read(cloud, id) {
    const about = { RegionId: cloud.region, Name: id };
    const found = part(await rpc(cloud, "oos", "GetSecretParameter", about), "Parameter");
    const tagged = { RegionId: cloud.region, ResourceType: "secretparameter", ResourceIds: [id] };
    const tags = list(await rpc(cloud, "oos", "ListTagResources", tagged), "TagResources", "TagResource");
    return { ...fromApi<State>(readable, found, OOS), secretParameterName: id, tags: tagState(tags) };
  },

  async update(cloud, id, { value, description, resourceGroupId, tags }) {
    const body = { Name: id, RegionId: cloud.region, Value: value, Description: description };
    await rpc(cloud, "oos", "UpdateSecretParameter", { ...body, ResourceGroupId: resourceGroupId, Tags: tags });
  },

  async delete(cloud, id) {
    await rpc(cloud, "oos", "DeleteSecretParameter", { Name: id, RegionId: cloud.region });
  },

  async find(_cloud, { secretParameterName }) {
    return secretParameterName;
  },
};

export const secretParameter = erase(secretParameterType);
