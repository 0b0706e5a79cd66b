import type { Event, FilterRule, NotificationConfigurationFilter } from "@aws-sdk/client-s3";
import type { BucketNotificationArgs, BucketNotificationState } from "@pulumi/aws/s3/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { retry } from "../../server/retry.ts";
import type { AwsContext } from "../clients.ts";
import { errorCode } from "../errors.ts";
import { bucketNotificationTable } from "./tables.ts";

type Inputs = Plain<BucketNotificationArgs>;
type State = Plain<BucketNotificationState>;

/** One document per bucket. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html */
const bucketNotificationType: ResourceType<AwsContext, Inputs, State> = {
  table: bucketNotificationTable,

  async create(aws, inputs) {
    await put(aws, inputs);
    return inputs.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const found = await s3.getBucketNotificationConfiguration({ Bucket: id });
    return {
      bucket: id,
      eventbridge: found.EventBridgeConfiguration !== undefined,
      lambdaFunctions: orNull(
        found.LambdaFunctionConfigurations?.map((one) => ({ ...state(one), lambdaFunctionArn: one.LambdaFunctionArn })),
      ),
      queues: orNull(found.QueueConfigurations?.map((one) => ({ ...state(one), queueArn: one.QueueArn ?? "" }))),
      topics: orNull(found.TopicConfigurations?.map((one) => ({ ...state(one), topicArn: one.TopicArn ?? "" }))),
    };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, id) {
    const s3 = await aws.client("s3");
    await s3.putBucketNotificationConfiguration({ Bucket: id, NotificationConfiguration: {} });
  },
};

async function put(aws: AwsContext, inputs: Inputs): Promise<void> {
  const s3 = await aws.client("s3");
  const NotificationConfiguration = {
    ...(inputs.eventbridge && { EventBridgeConfiguration: {} }),
    LambdaFunctionConfigurations: inputs.lambdaFunctions?.map((one, index) => ({
      ...settings(one, `lambda-${index}`),
      LambdaFunctionArn: one.lambdaFunctionArn,
    })),
    QueueConfigurations: inputs.queues?.map((one, index) => ({
      ...settings(one, `queue-${index}`),
      QueueArn: one.queueArn,
    })),
    TopicConfigurations: inputs.topics?.map((one, index) => ({
      ...settings(one, `topic-${index}`),
      TopicArn: one.topicArn,
    })),
  };
  const call = () => s3.putBucketNotificationConfiguration({ Bucket: inputs.bucket, NotificationConfiguration });
  // The permission of a destination that was just created may not be visible yet.
  await retry(call, { when: isUnvalidated, seconds: 30, signal: aws.signal });
}

function isUnvalidated(error: unknown): boolean {
  return (
    errorCode(error) === "InvalidArgument" &&
    error instanceof Error &&
    /validate the following destination/.test(error.message)
  );
}

interface Filtered {
  readonly id?: string;
  readonly events: string[];
  readonly filterPrefix?: string;
  readonly filterSuffix?: string;
}

function settings(one: Filtered, id: string) {
  const rules: FilterRule[] = [
    ...(one.filterPrefix ? [{ Name: "prefix" as const, Value: one.filterPrefix }] : []),
    ...(one.filterSuffix ? [{ Name: "suffix" as const, Value: one.filterSuffix }] : []),
  ];
  return {
    Id: one.id ?? id,
    Events: one.events as Event[],
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
  };
}

function state(one: { Id?: string; Events: Event[] | undefined; Filter?: NotificationConfigurationFilter }): Filtered {
  const rules = one.Filter?.Key?.FilterRules ?? [];
  const value = (name: string) => rules.find((rule) => rule.Name?.toLowerCase() === name)?.Value;
  return { id: one.Id, events: one.Events ?? [], filterPrefix: value("prefix"), filterSuffix: value("suffix") };
}

function orNull<T>(list: T[] | undefined): T[] | null {
  return list && list.length > 0 ? list : null;
}

export const bucketNotification = erase(bucketNotificationType);
