import type { AliasArgs, AliasState } from "@pulumi/aws/kms/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { aliasTable } from "./tables.ts";

type Inputs = Plain<AliasArgs>;
type State = Plain<AliasState>;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
const aliasType: ResourceType<AwsContext, Inputs, State> = {
  table: aliasTable,
  autoName: { property: "name", maxLength: 256, prefix: "namePrefix" },

  async create(aws, inputs) {
    const name = inputs.name ?? "";
    await (await aws.client("kms")).createAlias({ AliasName: name, TargetKeyId: inputs.targetKeyId });
    return name;
  },

  async read(aws, id) {
    const found = await findAlias(aws, id);
    if (!found) return undefined;
    const keyArn = found.AliasArn?.replace(/:alias\/.*$/, `:key/${found.TargetKeyId}`);
    return { arn: found.AliasArn, name: id, targetKeyArn: keyArn, targetKeyId: found.TargetKeyId };
  },

  async update(aws, id, inputs) {
    await (await aws.client("kms")).updateAlias({ AliasName: id, TargetKeyId: inputs.targetKeyId });
  },

  async delete(aws, id) {
    await (await aws.client("kms")).deleteAlias({ AliasName: id });
  },

  async find(_aws, inputs) {
    return inputs.name;
  },
};

async function findAlias(aws: AwsContext, name: string) {
  const kms = await aws.client("kms");
  let Marker: string | undefined;
  do {
    const page = await kms.listAliases({ Marker });
    const found = page.Aliases?.find(({ AliasName }) => AliasName === name);
    if (found) return found;
    Marker = page.Truncated ? page.NextMarker : undefined;
  } while (Marker);
  return undefined;
}

export const alias = erase(aliasType);
