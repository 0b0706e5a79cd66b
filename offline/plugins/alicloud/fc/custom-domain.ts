import type { V3CustomDomainArgs, V3CustomDomainState } from "@pulumi/alicloud/fc/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedInputs } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, toApi, without } from "../mapping.ts";
import { v3CustomDomainTable } from "./custom-domain.table.ts";
import { FC, fc } from "./fc.ts";

type Inputs = Plain<V3CustomDomainArgs>;
type State = Plain<V3CustomDomainState>;

const settings = without(v3CustomDomainTable, "certificateId");

/** https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createcustomdomain */
const customDomainType: ResourceType<AlicloudContext, Inputs, State> = {
  table: v3CustomDomainTable,
  unserved: ["certificateId"],

  async create(cloud, inputs) {
    const body = toApi(settings, { ...inputs }, FC);
    const { domainName } = await fc(cloud, { action: "CreateCustomDomain", path: ["custom-domains"], body });
    return String(domainName);
  },

  async read(cloud, id, last) {
    const found = await fc(cloud, { action: "GetCustomDomain", method: "GET", path: ["custom-domains", id] });
    const state = fromApi<State>(settings, found, FC);
    // The API never returns the private key.
    const privateKey = last.certConfig?.privateKey;
    const certConfig = state.certConfig && { ...state.certConfig, ...(privateKey !== undefined && { privateKey }) };
    return { ...state, certConfig, customDomainName: id };
  },

  async update(cloud, id, inputs, old) {
    const body = toApi(settings, changedInputs(v3CustomDomainTable, { ...old }, { ...inputs }), FC);
    await fc(cloud, { action: "UpdateCustomDomain", method: "PUT", path: ["custom-domains", id], body });
  },

  async delete(cloud, id) {
    await fc(cloud, { action: "DeleteCustomDomain", method: "DELETE", path: ["custom-domains", id] });
  },

  async find(_cloud, inputs) {
    return inputs.customDomainName;
  },

  recomputed: () => ["lastModifiedTime"],
};

export const v3CustomDomain = erase(customDomainType);
