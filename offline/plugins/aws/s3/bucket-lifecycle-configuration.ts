import type { LifecycleRule, LifecycleRuleFilter, TransitionStorageClass } from "@aws-sdk/client-s3";
import type { BucketLifecycleConfigurationArgs, BucketLifecycleConfigurationState } from "@pulumi/aws/s3/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { tagList, tagMap } from "../tags.ts";
import { orNone } from "./optional.ts";
import { bucketLifecycleConfigurationTable } from "./tables.ts";

type Inputs = Plain<BucketLifecycleConfigurationArgs>;
type State = Plain<BucketLifecycleConfigurationState>;
type Rule = NonNullable<Inputs["rules"]>[number];
type Filter = NonNullable<Rule["filter"]>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
const bucketLifecycleConfigurationType: ResourceType<AwsContext, Inputs, State> = {
  table: bucketLifecycleConfigurationTable,

  async create(aws, inputs) {
    await put(aws, inputs);
    return inputs.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const found = await orNone(() => s3.getBucketLifecycleConfiguration({ Bucket: id }));
    if (!found?.Rules?.length) return undefined;
    return {
      bucket: id,
      rules: found.Rules.map(ruleState),
      transitionDefaultMinimumObjectSize: found.TransitionDefaultMinimumObjectSize,
    };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, id) {
    await (await aws.client("s3")).deleteBucketLifecycle({ Bucket: id });
  },
};

async function put(aws: AwsContext, inputs: Inputs): Promise<void> {
  const s3 = await aws.client("s3");
  await s3.putBucketLifecycleConfiguration({
    Bucket: inputs.bucket,
    LifecycleConfiguration: { Rules: (inputs.rules ?? []).map(toRule) },
  });
}

function toRule(rule: Rule): LifecycleRule {
  const { abortIncompleteMultipartUpload: abort, expiration, noncurrentVersionExpiration: noncurrent } = rule;
  return {
    ID: rule.id,
    Status: rule.status as "Enabled" | "Disabled",
    // A rule without a filter applies to all objects, which the API requires explicitly.
    ...(rule.prefix === undefined ? { Filter: toFilter(rule.filter ?? {}) } : { Prefix: rule.prefix }),
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: abort.daysAfterInitiation },
    Expiration: expiration && {
      Date: toDate(expiration.date),
      Days: expiration.days,
      ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
    },
    NoncurrentVersionExpiration: noncurrent && {
      NewerNoncurrentVersions: noncurrent.newerNoncurrentVersions,
      NoncurrentDays: noncurrent.noncurrentDays,
    },
    NoncurrentVersionTransitions: rule.noncurrentVersionTransitions?.map((transition) => ({
      NewerNoncurrentVersions: transition.newerNoncurrentVersions,
      NoncurrentDays: transition.noncurrentDays,
      StorageClass: transition.storageClass as TransitionStorageClass,
    })),
    Transitions: rule.transitions?.map((transition) => ({
      Date: toDate(transition.date),
      Days: transition.days,
      StorageClass: transition.storageClass as TransitionStorageClass,
    })),
  };
}

function toFilter(filter: Filter): LifecycleRuleFilter {
  const { and, tag } = filter;
  return {
    ObjectSizeGreaterThan: filter.objectSizeGreaterThan,
    ObjectSizeLessThan: filter.objectSizeLessThan,
    // An empty filter has an empty prefix on the wire.
    Prefix: filter.prefix ?? (Object.keys(filter).length === 0 ? "" : undefined),
    Tag: tag && { Key: tag.key, Value: tag.value },
    And: and && {
      ObjectSizeGreaterThan: and.objectSizeGreaterThan,
      ObjectSizeLessThan: and.objectSizeLessThan,
      Prefix: and.prefix,
      Tags: and.tags && tagList(and.tags),
    },
  };
}

function ruleState(rule: LifecycleRule): Rule {
  const {
    AbortIncompleteMultipartUpload: abort,
    Expiration: expiration,
    NoncurrentVersionExpiration: noncurrent,
  } = rule;
  return {
    id: rule.ID ?? "",
    status: rule.Status ?? "",
    prefix: rule.Prefix,
    filter: rule.Filter && filterState(rule.Filter),
    abortIncompleteMultipartUpload: abort && { daysAfterInitiation: abort.DaysAfterInitiation },
    expiration: expiration && {
      date: fromDate(expiration.Date),
      days: expiration.Days,
      expiredObjectDeleteMarker: expiration.ExpiredObjectDeleteMarker,
    },
    noncurrentVersionExpiration: noncurrent && {
      newerNoncurrentVersions: noncurrent.NewerNoncurrentVersions,
      noncurrentDays: noncurrent.NoncurrentDays ?? 0,
    },
    noncurrentVersionTransitions: rule.NoncurrentVersionTransitions?.map((transition) => ({
      newerNoncurrentVersions: transition.NewerNoncurrentVersions,
      noncurrentDays: transition.NoncurrentDays ?? 0,
      storageClass: transition.StorageClass ?? "",
    })),
    transitions: rule.Transitions?.map((transition) => ({
      date: fromDate(transition.Date),
      days: transition.Days,
      storageClass: transition.StorageClass ?? "",
    })),
  };
}

function filterState(filter: LifecycleRuleFilter): Filter {
  const { And: and, Tag: tag } = filter;
  return {
    objectSizeGreaterThan: filter.ObjectSizeGreaterThan,
    objectSizeLessThan: filter.ObjectSizeLessThan,
    prefix: filter.Prefix,
    tag: tag && { key: tag.Key ?? "", value: tag.Value ?? "" },
    and: and && {
      objectSizeGreaterThan: and.ObjectSizeGreaterThan,
      objectSizeLessThan: and.ObjectSizeLessThan,
      prefix: and.Prefix,
      tags: and.Tags && tagMap(and.Tags),
    },
  };
}

function toDate(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

function fromDate(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(".000Z", "Z");
}

export const bucketLifecycleConfiguration = erase(bucketLifecycleConfigurationType);
