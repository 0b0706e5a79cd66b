import type { BucketArgs } from "@pulumi/alicloud/oss/index.js";
import type { Fields, Plain } from "../../server/resource-type.ts";
import { listOf } from "./call.ts";

type Rule = NonNullable<Plain<BucketArgs>["lifecycleRules"]>[number];
type Transition = NonNullable<Rule["transitions"]>[number];

/** The API has a time where the table has a day: midnight UTC. */
const moment = (day: string) => `${day}T00:00:00.000Z`;
const dayOf = (value: unknown) => String(value).slice(0, 10);
const isTrue = (value: unknown) => String(value) === "true";

/** The rules for the API. The order of elements is that of its XML schema. */
export function lifecycleToApi(rules: readonly Rule[]): Fields[] {
  return rules.map((rule) => ({
    ...(rule.id && { ID: rule.id }),
    Prefix: rule.prefix ?? "",
    Status: rule.enabled ? "Enabled" : "Disabled",
    ...(rule.tags && { Tag: Object.entries(rule.tags).map(([Key, Value]) => ({ Key, Value })) }),
    ...some("Expiration", (rule.expirations ?? []).map(expirationToApi)),
    ...some("Transition", (rule.transitions ?? []).map(transitionToApi)),
    ...some("AbortMultipartUpload", (rule.abortMultipartUploads ?? []).map(timeToApi)),
    ...some(
      "NoncurrentVersionExpiration",
      (rule.noncurrentVersionExpirations ?? []).map(({ days }) => ({ NoncurrentDays: days })),
    ),
    ...some(
      "NoncurrentVersionTransition",
      (rule.noncurrentVersionTransitions ?? []).map(({ days, ...rest }) => ({
        NoncurrentDays: days,
        ...classToApi(rest),
      })),
    ),
    ...(rule.filter && { Filter: filterToApi(rule.filter) }),
  }));
}

export function lifecycleFromApi(found: Fields | undefined): Rule[] {
  return listOf(found?.Rule).map((rule) => ({
    id: String(rule.ID),
    prefix: String(rule.Prefix ?? ""),
    enabled: rule.Status === "Enabled",
    ...tags(rule.Tag),
    ...some("expirations", listOf(rule.Expiration).map(expirationFromApi)),
    ...some(
      "transitions",
      listOf(rule.Transition).map((item) => ({ ...timeFromApi(item), ...classFromApi(item) })),
    ),
    ...some("abortMultipartUploads", listOf(rule.AbortMultipartUpload).map(timeFromApi)),
    ...some(
      "noncurrentVersionExpirations",
      listOf(rule.NoncurrentVersionExpiration).map(({ NoncurrentDays }) => ({ days: Number(NoncurrentDays) })),
    ),
    ...some(
      "noncurrentVersionTransitions",
      listOf(rule.NoncurrentVersionTransition).map((item) => ({
        days: Number(item.NoncurrentDays),
        ...classFromApi(item),
      })),
    ),
    ...(typeof rule.Filter === "object" && { filter: filterFromApi(rule.Filter as Fields) }),
  }));
}

function some<K extends string, T>(key: K, values: readonly T[]) {
  return (values.length > 0 ? { [key]: values } : {}) as Partial<Record<K, T[]>>;
}

function timeToApi({ createdBeforeDate, days }: { createdBeforeDate?: string; days?: number }): Fields {
  return { ...(createdBeforeDate && { CreatedBeforeDate: moment(createdBeforeDate) }), ...(days && { Days: days }) };
}

function timeFromApi({ CreatedBeforeDate, Days }: Fields) {
  return {
    ...(CreatedBeforeDate !== undefined && { createdBeforeDate: dayOf(CreatedBeforeDate) }),
    ...(Number(Days) > 0 && { days: Number(Days) }),
  };
}

function expirationToApi(expiration: NonNullable<Rule["expirations"]>[number]): Fields {
  return {
    ...timeToApi(expiration),
    ...(expiration.date && { Date: moment(expiration.date) }),
    ...(expiration.expiredObjectDeleteMarker && { ExpiredObjectDeleteMarker: true }),
  };
}

function expirationFromApi(found: Fields) {
  return {
    ...timeFromApi(found),
    ...(found.Date !== undefined && { date: dayOf(found.Date) }),
    ...(isTrue(found.ExpiredObjectDeleteMarker) && { expiredObjectDeleteMarker: true }),
  };
}

function transitionToApi(transition: Transition): Fields {
  return { ...timeToApi(transition), ...classToApi(transition) };
}

function classToApi({ storageClass, isAccessTime, returnToStdWhenVisit }: Omit<Transition, "days">): Fields {
  return {
    StorageClass: storageClass,
    ...(isAccessTime !== undefined && { IsAccessTime: isAccessTime }),
    ...(returnToStdWhenVisit !== undefined && { ReturnToStdWhenVisit: returnToStdWhenVisit }),
  };
}

function classFromApi({ StorageClass, IsAccessTime, ReturnToStdWhenVisit }: Fields) {
  return {
    storageClass: String(StorageClass),
    ...(IsAccessTime !== undefined && { isAccessTime: isTrue(IsAccessTime) }),
    ...(ReturnToStdWhenVisit !== undefined && { returnToStdWhenVisit: isTrue(ReturnToStdWhenVisit) }),
  };
}

function filterToApi({ not, objectSizeGreaterThan, objectSizeLessThan }: NonNullable<Rule["filter"]>): Fields {
  return {
    ...(objectSizeGreaterThan && { ObjectSizeGreaterThan: objectSizeGreaterThan }),
    ...(objectSizeLessThan && { ObjectSizeLessThan: objectSizeLessThan }),
    ...(not && {
      Not: { Prefix: not.prefix ?? "", ...(not.tag && { Tag: { Key: not.tag.key, Value: not.tag.value } }) },
    }),
  };
}

function filterFromApi({ Not, ObjectSizeGreaterThan, ObjectSizeLessThan }: Fields): NonNullable<Rule["filter"]> {
  const [not] = listOf(Not);
  const [tag] = listOf(not?.Tag);
  return {
    ...(ObjectSizeGreaterThan !== undefined && { objectSizeGreaterThan: Number(ObjectSizeGreaterThan) }),
    ...(ObjectSizeLessThan !== undefined && { objectSizeLessThan: Number(ObjectSizeLessThan) }),
    ...(not && {
      not: {
        prefix: String(not.Prefix ?? ""),
        ...(tag && { tag: { key: String(tag.Key), value: String(tag.Value) } }),
      },
    }),
  };
}

function tags(found: unknown) {
  const entries = listOf(found).map(({ Key, Value }) => [String(Key), String(Value ?? "")] as const);
  return entries.length > 0 ? { tags: Object.fromEntries(entries) } : {};
}
