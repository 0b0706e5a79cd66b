import type { Emulated } from "../../core/emulated.ts";
import { rpcService } from "../../core/rpc.ts";
import type { World } from "../../core/world.ts";
import { aliasOperations } from "./aliases.ts";
import { cipherOperations } from "./ciphers.ts";
import { KeyStore } from "./key-store.ts";
import { keyOperations } from "./keys.ts";
import { ownTagOperations } from "./own-tags.ts";
import { secretOperations } from "./secrets.ts";
import { SecretStore } from "./store.ts";
import { tagOperations } from "./tags.ts";
import { valueOperations } from "./values.ts";

/** Key Management Service: secrets, and symmetric keys. */
export function createKms(world: World): Emulated {
  const store = new SecretStore(world);
  const keys = new KeyStore(world);
  const service = rpcService({
    description: {
      title: "Key Management Service",
      version: "2016-01-20",
      docs: "https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-overview",
      refusals: { forbidden: [403, "Forbidden.NoPermission"] },
    },
    hosts: [/^kms(?:-vpc)?\.(?<region>[a-z0-9-]+)\.aliyuncs\.com$/],
    operations: [
      ...secretOperations(store),
      ...valueOperations(store, keys),
      ...tagOperations(store, keys),
      ...ownTagOperations(store, keys),
      ...keyOperations(keys),
      ...aliasOperations(keys),
      ...cipherOperations(keys),
    ],
    snapshot: () => ({ ...store.snapshot(), ...keys.snapshot() }),
    restore(state) {
      store.restore(state);
      keys.restore(state);
    },
    reset() {
      store.reset();
      keys.reset();
    },
  });
  return { service };
}
