import type { LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import type { LogGroupArgs, LogGroupState } from "@pulumi/aws/cloudwatch/index.js";
import { Unfinished } from "../../server/plugin.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges } from "../tags.ts";
import { logGroupTable } from "./tables.ts";

type Inputs = Plain<LogGroupArgs>;
type State = Plain<LogGroupState>;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const logGroupType: ResourceType<AwsContext, Inputs, State> = {
  table: logGroupTable,
  autoName: { property: "name", maxLength: 512, prefix: "namePrefix" },
  unserved: ["deletionProtectionEnabled"],

  async create(aws, inputs) {
    const logs = await aws.client("logs");
    const logGroupName = inputs.name ?? "";
    await logs.createLogGroup({
      logGroupName,
      kmsKeyId: inputs.kmsKeyId,
      logGroupClass: inputs.logGroupClass as LogGroupClass | undefined,
      tags: aws.tags(inputs),
    });
    try {
      await retain(aws, logGroupName, inputs.retentionInDays ?? 0, 0);
    } catch (cause) {
      throw new Unfinished(logGroupName, { cause });
    }
    return logGroupName;
  },

  async read(aws, id) {
    const group = await findGroup(aws, id);
    if (!group) return undefined;
    const arn = (group.arn ?? "").replace(/:\*$/, "");
    const { tags = {} } = await (await aws.client("logs")).listTagsForResource({ resourceArn: arn });
    return {
      arn,
      kmsKeyId: group.kmsKeyId ?? null,
      logGroupClass: group.logGroupClass,
      name: group.logGroupName,
      retentionInDays: group.retentionInDays ?? 0,
      ...aws.tagState(tags),
    };
  },

  async update(aws, id, inputs, old) {
    const logs = await aws.client("logs");
    await retain(aws, id, inputs.retentionInDays ?? 0, old.retentionInDays ?? 0);
    if (inputs.kmsKeyId !== old.kmsKeyId) {
      if (inputs.kmsKeyId) await logs.associateKmsKey({ logGroupName: id, kmsKeyId: inputs.kmsKeyId });
      else await logs.disassociateKmsKey({ logGroupName: id });
    }
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    if (remove.length > 0) await logs.untagResource({ resourceArn: old.arn, tagKeys: remove });
    if (Object.keys(set).length > 0) await logs.tagResource({ resourceArn: old.arn, tags: set });
  },

  async delete(aws, id, last) {
    if (last.skipDestroy) return;
    await (await aws.client("logs")).deleteLogGroup({ logGroupName: id });
  },

  async find(_aws, inputs) {
    return inputs.name;
  },
};

async function findGroup(aws: AwsContext, name: string) {
  const logs = await aws.client("logs");
  let nextToken: string | undefined;
  do {
    const page = await logs.describeLogGroups({ logGroupNamePrefix: name, nextToken });
    const found = page.logGroups?.find((group) => group.logGroupName === name);
    if (found) return found;
    nextToken = page.nextToken;
  } while (nextToken);
  return undefined;
}

/** Sets the retention in days; 0 keeps events forever. */
async function retain(aws: AwsContext, logGroupName: string, days: number, before: number): Promise<void> {
  const logs = await aws.client("logs");
  if (days > 0) await logs.putRetentionPolicy({ logGroupName, retentionInDays: days });
  else if (before > 0) await logs.deleteRetentionPolicy({ logGroupName });
}

export const logGroup = erase(logGroupType);
