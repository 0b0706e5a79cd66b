import type { BucketArgs, BucketState } from "@pulumi/alicloud/oss/index.js";
import type { Fields, Plain, Readable } from "../../server/resource-type.ts";
import { tagList, tagState } from "../tags.ts";
import { listOf, textsOf } from "./call.ts";
import { corsFromApi, corsToApi } from "./cors.ts";
import { lifecycleFromApi, lifecycleToApi } from "./lifecycle.ts";

export type Inputs = Plain<BucketArgs>;
export type State = Plain<BucketState>;

/** A bucket setting that is a separate document. */
export interface Part {
  /** Query parameter. */
  readonly name: string;
  /** Properties in the document. */
  readonly keys: readonly (keyof Inputs)[];
  /** The document to write; `undefined` deletes it. */
  document(inputs: Inputs): Fields | string | undefined;
  /** Reads the document; `undefined` when there is none. Absent when `GetBucketInfo` returns the properties. */
  read?(found: Fields | undefined): Readable<State>;
}

const any = <T>(list: readonly T[] | undefined): list is readonly T[] => list !== undefined && list.length > 0;

/** In the order in which the provider writes them. */
export const PARTS: readonly Part[] = [
  {
    name: "cors",
    keys: ["corsRules"],
    document: ({ corsRules }) =>
      any(corsRules) ? { CORSConfiguration: { CORSRule: corsToApi(corsRules) } } : undefined,
    read(found) {
      const rules = corsFromApi(found);
      return { corsRules: rules.length > 0 ? rules : null };
    },
  },
  {
    name: "website",
    keys: ["website"],
    document: ({ website }) =>
      website && {
        WebsiteConfiguration: {
          IndexDocument: { Suffix: website.indexDocument },
          ...(website.errorDocument && { ErrorDocument: { Key: website.errorDocument } }),
        },
      },
    read(found) {
      const [index] = listOf(found?.IndexDocument);
      const [error] = listOf(found?.ErrorDocument);
      if (!index) return { website: null };
      return { website: { indexDocument: String(index.Suffix), ...(error && { errorDocument: String(error.Key) }) } };
    },
  },
  {
    name: "logging",
    keys: ["logging", "loggingIsenable"],
    document: ({ logging }) =>
      logging && {
        BucketLoggingStatus: {
          LoggingEnabled: { TargetBucket: logging.targetBucket, TargetPrefix: logging.targetPrefix ?? "" },
        },
      },
    read(found) {
      const [enabled] = listOf(found?.LoggingEnabled);
      if (!enabled?.TargetBucket) return { logging: null };
      const targetPrefix = String(enabled.TargetPrefix ?? "");
      return { logging: { targetBucket: String(enabled.TargetBucket), ...(targetPrefix && { targetPrefix }) } };
    },
  },
  {
    name: "referer",
    keys: ["refererConfig"],
    document: ({ refererConfig }) => ({
      RefererConfiguration: {
        AllowEmptyReferer: refererConfig?.allowEmpty ?? true,
        RefererList: { Referer: refererConfig?.referers ?? [] },
      },
    }),
    read(found) {
      const [list] = listOf(found?.RefererList);
      const referers = textsOf(list?.Referer);
      if (referers.length === 0) return { refererConfig: null };
      return { refererConfig: { allowEmpty: String(found?.AllowEmptyReferer) === "true", referers } };
    },
  },
  {
    name: "lifecycle",
    keys: ["lifecycleRules", "lifecycleRuleAllowSameActionOverlap"],
    document: ({ lifecycleRules }) =>
      any(lifecycleRules) ? { LifecycleConfiguration: { Rule: lifecycleToApi(lifecycleRules) } } : undefined,
    read(found) {
      const rules = lifecycleFromApi(found);
      return { lifecycleRules: rules.length > 0 ? rules : null };
    },
  },
  {
    name: "policy",
    keys: ["policy"],
    document: ({ policy }) => policy || undefined,
    read: (found) => ({ policy: found ? JSON.stringify(found) : null }),
  },
  {
    name: "versioning",
    keys: ["versioning"],
    // Versioning can only be suspended once it was enabled.
    document: ({ versioning }) => ({ VersioningConfiguration: { Status: versioning?.status ?? "Suspended" } }),
  },
  {
    name: "encryption",
    keys: ["serverSideEncryptionRule"],
    document: ({ serverSideEncryptionRule: rule }) =>
      rule && {
        ServerSideEncryptionRule: {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: rule.sseAlgorithm,
            ...(rule.kmsMasterKeyId && { KMSMasterKeyID: rule.kmsMasterKeyId }),
            ...(rule.kmsDataEncryption && { KMSDataEncryption: rule.kmsDataEncryption }),
          },
        },
      },
  },
  {
    name: "tagging",
    keys: ["tags"],
    document: ({ tags }) =>
      tags && Object.keys(tags).length > 0 ? { Tagging: { TagSet: { Tag: tagList(tags) } } } : undefined,
    read(found) {
      const [set] = listOf(found?.TagSet);
      return { tags: tagState(listOf(set?.Tag)) };
    },
  },
  {
    name: "transferAcceleration",
    keys: ["transferAcceleration"],
    document: ({ transferAcceleration }) => ({
      TransferAccelerationConfiguration: { Enabled: transferAcceleration?.enabled ?? false },
    }),
    read: (found) => ({
      transferAcceleration: found?.Enabled === undefined ? null : { enabled: String(found.Enabled) === "true" },
    }),
  },
  {
    name: "accessmonitor",
    keys: ["accessMonitor"],
    document: ({ accessMonitor }) => ({ AccessMonitorConfiguration: { Status: accessMonitor?.status ?? "Disabled" } }),
  },
];
