import type { Fields } from "../server/resource-type.ts";
import type { AwsContext } from "./clients.ts";
import { getTable } from "./dynamodb/get-table.ts";
import { getKey } from "./kms/get-key.ts";
import { dnsSuffix } from "./partitions.ts";

/** Provider functions by token. */
export function functions(context: (region?: unknown) => AwsContext) {
  return new Map<string, (args: Fields) => Promise<Fields>>([
    [
      "aws:index/getCallerIdentity:getCallerIdentity",
      async () => {
        const { Account, Arn, UserId } = await (await context().client("sts")).getCallerIdentity({});
        return { id: Account, accountId: Account, arn: Arn, userId: UserId };
      },
    ],
    [
      "aws:index/getRegion:getRegion",
      async (args) => {
        const { region, partition } = context(args.region ?? args.name);
        const endpoint = `ec2.${region}.${dnsSuffix(partition)}`;
        return { id: region, name: region, region, endpoint, description: region };
      },
    ],
    [
      "aws:index/getPartition:getPartition",
      async () => {
        const { partition } = context();
        const suffix = dnsSuffix(partition);
        return {
          id: partition,
          partition,
          dnsSuffix: suffix,
          reverseDnsPrefix: suffix.split(".").reverse().join("."),
        };
      },
    ],
    ["aws:kms/getKey:getKey", (args) => getKey(context(args.region), args)],
    ["aws:dynamodb/getTable:getTable", (args) => getTable(context(args.region), args)],
  ]);
}
