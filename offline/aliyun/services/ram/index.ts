import type { Emulated } from "../../core/emulated.ts";
import { rpcService } from "../../core/rpc.ts";
import type { World } from "../../core/world.ts";
import { Identities } from "./identities.ts";
import { accessKeyOperations } from "./operations/access-keys.ts";
import { accountOperations } from "./operations/account.ts";
import { attachmentOperations } from "./operations/attachments.ts";
import { groupOperations } from "./operations/groups.ts";
import { policyOperations } from "./operations/policies.ts";
import { policyVersionOperations } from "./operations/policy-versions.ts";
import { roleOperations } from "./operations/roles.ts";
import { tagOperations } from "./operations/tags.ts";
import { userOperations } from "./operations/users.ts";
import { RamStore } from "./store.ts";

/** Resource Access Management: roles, users, groups, access keys and policies, which decide here as they do there. */
export function createRam(world: World): Emulated {
  const store = new RamStore(world);
  const identities = new Identities(store);
  const service = rpcService({
    description: {
      title: "Resource Access Management",
      version: "2015-05-01",
      docs: "https://www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-overview",
    },
    hosts: [/^ram(?:-share|-vpc)?(?:\.(?<region>[a-z0-9-]+))?\.aliyuncs\.com$/],
    operations: [
      ...roleOperations(store),
      ...userOperations(store),
      ...accessKeyOperations(store),
      ...groupOperations(store),
      ...policyOperations(store),
      ...policyVersionOperations(store),
      ...attachmentOperations(store),
      ...tagOperations(store),
      ...accountOperations(store),
    ],
    snapshot: () => store.snapshot(),
    restore: (state) => store.restore(state),
    reset: () => store.reset(),
  });
  return { service, identities, sessions: identities, linkedRoles: identities, guard: identities };
}
