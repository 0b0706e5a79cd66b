import { aliyun } from "./aliyun.ts";
import type { OfflineCloud } from "./cloud.ts";
import { localstack } from "./localstack.ts";

export type { OfflineCloud } from "./cloud.ts";

/** Every target that polyfn can deploy to on this machine, by adapter name. */
export const offlineClouds: Readonly<Record<string, OfflineCloud>> = { localstack, aliyun };

/** Target name -> address of its server on this machine. */
export type OfflineAddresses = Readonly<Record<string, string>>;

/** Environment variables that direct the engine to all of these servers. */
export async function cloudEnvironment(addresses: OfflineAddresses, state: string): Promise<Record<string, string>> {
  const found = await Promise.all(
    Object.entries(addresses).map(([target, url]) => offlineClouds[target]?.environment(url, state) ?? {}),
  );
  return Object.assign({}, ...found) as Record<string, string>;
}

/** Environment variables that no offline deployment may see, whichever clouds it deploys to. */
export const withheld: readonly string[] = Object.values(offlineClouds).flatMap((cloud) => cloud.withheld);
