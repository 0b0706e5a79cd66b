import type { AliasArgs, AliasState } from "@pulumi/alicloud/kms/index.js";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { list, rpc } from "../rpc.ts";
import { aliasTable } from "./tables.ts";

type Inputs = Plain<AliasArgs>;
type State = Plain<AliasState>;

const PAGE_SIZE = 100;

/** https://www.alibabacloud.com/help/en/kms/developer-reference/api-createalias */
const aliasType: ResourceType<AlicloudContext, Inputs, State> = {
  table: aliasTable,

  async create(cloud, { aliasName, keyId }) {
    await rpc(cloud, "kms", "CreateAlias", { AliasName: aliasName, KeyId: keyId });
    return aliasName;
  },

  async read(cloud, id) {
    const found = await findAlias(cloud, id);
    return found === undefined ? undefined : { aliasName: id, keyId: String(found.KeyId) };
  },

  async update(cloud, id, { keyId }) {
    await rpc(cloud, "kms", "UpdateAlias", { AliasName: id, KeyId: keyId });
  },

  async delete(cloud, id) {
    await rpc(cloud, "kms", "DeleteAlias", { AliasName: id });
  },

  async find(_cloud, { aliasName }) {
    return aliasName;
  },
};

async function findAlias(cloud: AlicloudContext, name: string): Promise<Fields | undefined> {
  for (let PageNumber = 1; ; PageNumber += 1) {
    const page = await rpc(cloud, "kms", "ListAliases", { PageNumber, PageSize: PAGE_SIZE });
    const aliases = list(page, "Aliases", "Alias");
    const found = aliases.find(({ AliasName }) => AliasName === name);
    if (found !== undefined || aliases.length < PAGE_SIZE) return found;
  }
}

export const alias = erase(aliasType);
