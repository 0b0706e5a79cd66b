import type { Emulated } from "../../core/emulated.ts";
import { rpcService } from "../../core/rpc.ts";
import type { World } from "../../core/world.ts";
import { parameterOperations } from "./parameters.ts";
import { ParameterStore } from "./store.ts";
import { tagOperations } from "./tags.ts";

/** Operation Orchestration Service: its parameter store. Templates and their executions are not emulated. */
export function createOos(world: World): Emulated {
  const store = new ParameterStore(world);
  const service = rpcService({
    description: {
      title: "Operation Orchestration Service",
      version: "2019-06-01",
      docs: "https://www.alibabacloud.com/help/en/oos/developer-reference/api-oos-2019-06-01-overview",
    },
    hosts: [/^oos(?:-vpc)?\.(?<region>[a-z0-9-]+)\.aliyuncs\.com$/],
    operations: [...parameterOperations(store), ...tagOperations(store)],
    snapshot: () => store.snapshot(),
    restore: (state) => store.restore(state),
    reset: () => store.reset(),
  });
  return { service };
}
