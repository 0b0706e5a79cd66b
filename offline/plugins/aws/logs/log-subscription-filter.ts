import type { Distribution } from "@aws-sdk/client-cloudwatch-logs";
import type { LogSubscriptionFilterArgs, LogSubscriptionFilterState } from "@pulumi/aws/cloudwatch/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { retry } from "../../server/retry.ts";
import type { AwsContext } from "../clients.ts";
import { errorCode } from "../errors.ts";
import { logSubscriptionFilterTable } from "./tables.ts";

type Inputs = Omit<Plain<LogSubscriptionFilterArgs>, "logGroup"> & { logGroup: string };
type State = Omit<Plain<LogSubscriptionFilterState>, "logGroup"> & { logGroup?: string };

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html */
const logSubscriptionFilterType: ResourceType<AwsContext, Inputs, State> = {
  table: logSubscriptionFilterTable,
  autoName: { property: "name", maxLength: 512 },
  deleteBeforeReplace: true,

  async create(aws, inputs) {
    await put(aws, inputs);
    return `cwlsf-${crc32(`${inputs.logGroup}-`)}`;
  },

  async read(aws, _id, last) {
    const logs = await aws.client("logs");
    const { subscriptionFilters = [] } = await logs.describeSubscriptionFilters({
      logGroupName: last.logGroup,
      filterNamePrefix: last.name,
    });
    const found = subscriptionFilters.find(({ filterName }) => filterName === last.name);
    if (!found) return undefined;
    return {
      applyOnTransformedLogs: found.applyOnTransformedLogs,
      destinationArn: found.destinationArn,
      distribution: found.distribution,
      emitSystemFields: found.emitSystemFields?.length ? found.emitSystemFields : undefined,
      filterPattern: found.filterPattern,
      logGroup: last.logGroup,
      name: found.filterName,
      roleArn: found.roleArn || undefined,
    };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, _id, last) {
    const logs = await aws.client("logs");
    await logs.deleteSubscriptionFilter({ logGroupName: last.logGroup, filterName: last.name });
  },

  async find(_aws, inputs) {
    return `cwlsf-${crc32(`${inputs.logGroup}-`)}`;
  },

  /** `group|filter`. */
  async import(_aws, importId) {
    const [logGroup = "", name = ""] = importId.split("|");
    return { id: `cwlsf-${crc32(`${logGroup}-`)}`, last: { logGroup, name } };
  },
};

async function put(aws: AwsContext, inputs: Inputs): Promise<void> {
  const logs = await aws.client("logs");
  const request = {
    logGroupName: inputs.logGroup,
    filterName: inputs.name,
    filterPattern: inputs.filterPattern,
    destinationArn: inputs.destinationArn,
    distribution: inputs.distribution as Distribution | undefined,
    roleArn: inputs.roleArn,
    applyOnTransformedLogs: inputs.applyOnTransformedLogs,
    emitSystemFields: inputs.emitSystemFields,
  };
  await retry(() => logs.putSubscriptionFilter(request), { when: passes, signal: aws.signal });
}

/** The destination's permission or role may not be known yet. */
function passes(error: unknown): boolean {
  const message = error instanceof Error ? error.message : "";
  if (errorCode(error) === "OperationAbortedException") return true;
  return /Could not deliver test message|Could not execute the lambda function|permission to assume/.test(message);
}

/** The real provider's ID is this checksum. All filters of a log group share it. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export const logSubscriptionFilter = erase(logSubscriptionFilterType);
