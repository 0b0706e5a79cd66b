import type { Fields } from "../server/resource-type.ts";
import type { AlicloudContext } from "./clients.ts";

/** Provider functions by token. */
export function functions(cloud: AlicloudContext) {
  const caller = async () => (await cloud.api("sts")).call({ action: "GetCallerIdentity" });
  return new Map<string, (args: Fields) => Promise<Fields>>([
    [
      "alicloud:index/getAccount:getAccount",
      async () => {
        const { AccountId } = await caller();
        return { id: AccountId };
      },
    ],
    [
      "alicloud:index/getCallerIdentity:getCallerIdentity",
      async () => {
        const { AccountId, Arn, IdentityType, UserId } = await caller();
        return { id: AccountId, accountId: AccountId, arn: Arn, identityType: IdentityType, userId: UserId };
      },
    ],
    [
      "alicloud:index/getRegions:getRegions",
      async ({ name, current }) => {
        const { region } = cloud;
        const ids = name === undefined || name === region || current === true ? [region] : [];
        const regions = ids.map((id) => ({ id, regionId: id, localName: id }));
        return {
          id: region,
          ids,
          regions,
          ...(name !== undefined && { name }),
          ...(current !== undefined && { current }),
        };
      },
    ],
  ]);
}
