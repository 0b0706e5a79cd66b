import type { Fields } from "../../server/resource-type.ts";
import type { ApiCall } from "../api.ts";
import type { AlicloudContext } from "../clients.ts";
import type { Spelling } from "../mapping.ts";

/** Function Compute's names where they differ from the table's. */
export const FC: Spelling = {
  style: "camel",
  names: {
    additionalVersionWeights: "additionalVersionWeight",
    alwaysAllocateCpu: "alwaysAllocateCPU",
    alwaysAllocateGpu: "alwaysAllocateGPU",
    commands: "command",
    compatibleRuntimes: "compatibleRuntime",
    createTime: "createdTime",
    customDns: "customDNS",
    customDomainName: "domainName",
    enableTls: "enableTLS",
    enableWaf: "enableWAF",
    entrypoints: "entrypoint",
    vswitchIds: "vSwitchIds",
  },
};

type FcCall = Omit<ApiCall, "path"> & { readonly path: readonly string[] };

/** Calls Function Compute. Encodes the parts of the path. */
export async function fc(cloud: AlicloudContext, call: FcCall): Promise<Fields> {
  const api = await cloud.api("fc");
  return api.call({ ...call, path: `/2023-03-30/${call.path.map(encodeURIComponent).join("/")}` });
}
