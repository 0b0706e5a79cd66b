import type { Emulated } from "../../core/emulated.ts";
import { param, rpc, rpcService } from "../../core/rpc.ts";
import type { World } from "../../core/world.ts";

/** Billing: nothing is bought here, which is what those who look for something bought are told. */
export function createBssOpenApi({ account }: World): Emulated {
  const service = rpcService({
    description: {
      title: "Business Support System",
      version: "2017-12-14",
      docs: "https://www.alibabacloud.com/help/en/user-center/developer-reference/api-bssopenapi-2017-12-14-overview",
    },
    hosts: [/^business(?:\.(?<region>[a-z0-9-]+))?\.aliyuncs\.com$/],
    operations: [
      rpc({
        name: "QueryAvailableInstances",
        permission: { action: "bssapi:QueryAvailableInstances", resource: () => "*" },
        input: { PageNum: param.integer(1, 100_000).default(1), PageSize: param.integer(1, 300).default(20) },
        run: ({ PageNum, PageSize }) => ({
          Code: "Success",
          Message: "Successful!",
          Success: true,
          Data: { HostId: account, PageNum, PageSize, TotalCount: 0, InstanceList: [] },
        }),
      }),
    ],
    snapshot: () => ({}),
    restore: () => undefined,
    reset: () => undefined,
  });
  return { service };
}
