import type { V3LayerVersionArgs, V3LayerVersionState } from "@pulumi/alicloud/fc/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { fromApi, type Spelling, toApi, without } from "../mapping.ts";
import { FC, fc } from "./fc.ts";
import { v3LayerVersionTable } from "./tables.ts";

type Inputs = Plain<V3LayerVersionArgs>;
type State = Plain<V3LayerVersionState>;

/** Layers, unlike other resources of Function Compute, return their creation time under the table's name. */
const LAYERS: Spelling = { ...FC, names: { compatibleRuntimes: "compatibleRuntime" } };
const settings = without(v3LayerVersionTable, "acl", "layerName", "public");
const readable = without(v3LayerVersionTable, "code", "public");

/** https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createlayerversion */
const layerVersionType: ResourceType<AlicloudContext, Inputs, State> = {
  table: v3LayerVersionTable,

  async create(cloud, inputs) {
    const path = ["layers", inputs.layerName, "versions"];
    const body = toApi(settings, { ...inputs }, LAYERS);
    const { layerName, version } = await fc(cloud, { action: "CreateLayerVersion", path, body });
    return finish(`${String(layerName)}:${String(version)}`, () => share(cloud, inputs));
  },

  async read(cloud, id) {
    const found = await fc(cloud, { action: "GetLayerVersion", method: "GET", path: pathOf(id) });
    return fromApi<State>(readable, found, LAYERS);
  },

  update: (cloud, _id, inputs) => share(cloud, inputs),

  async delete(cloud, id) {
    await fc(cloud, { action: "DeleteLayerVersion", method: "DELETE", path: pathOf(id) });
  },
};

/** Sets the access to all versions of the layer: the account (0) or public (1). */
async function share(cloud: AlicloudContext, { layerName, acl, public: open }: Inputs): Promise<void> {
  if (acl === undefined && open === undefined) return;
  const path = ["layers", layerName, "acl"];
  await fc(cloud, { action: "PutLayerACL", method: "PUT", path, query: { acl, public: open } });
}

function pathOf(id: string): string[] {
  const { layerName, version } = partsOf(id, ["layerName", "version"]);
  return ["layers", layerName, "versions", version];
}

export const v3LayerVersion = erase(layerVersionType);
