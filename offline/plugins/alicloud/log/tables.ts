import type { TypeTable } from "../../table.ts";
import { flag, integer, name, object, objectList, output, source, string, stringList, stringMap } from "../fields.ts";

const older = { superseded: true } as const;

export const projectTable: TypeTable = {
  token: "alicloud:log/project:Project",
  source: source("log_project"),
  properties: {
    createTime: output,
    description: string,
    name: { ...older, ...string, forceNew: true, computed: true, pattern: /^[0-9a-zA-Z_-]+$/ },
    policy: string,
    projectName: { ...string, forceNew: true, computed: true, pattern: /^[0-9a-zA-Z_-]+$/, exactlyOneOf: ["name"] },
    resourceGroupId: { ...string, computed: true },
    status: output,
    tags: stringMap,
  },
};

export const storeTable: TypeTable = {
  token: "alicloud:log/store:Store",
  source: source("log_store"),
  properties: {
    appendMeta: { ...flag, default: true },
    autoSplit: flag,
    createTime: { ...integer, output: true },
    enableWebTracking: flag,
    encryptConf: object(
      {
        enable: { ...flag, computed: true },
        encryptType: { ...string, forceNew: true, computed: true },
        userCmkInfo: object(
          {
            arn: { ...string, forceNew: true, computed: true },
            cmkKeyId: { ...string, forceNew: true, computed: true },
            regionId: { ...string, forceNew: true, computed: true },
          },
          { forceNew: true, computed: true },
        ),
      },
      { computed: true },
    ),
    hotTtl: integer,
    infrequentAccessTtl: integer,
    logstoreName: { ...string, forceNew: true, computed: true, exactlyOneOf: ["name"] },
    maxSplitShardCount: { ...integer, min: 0, max: 256 },
    meteringMode: { ...string, computed: true },
    mode: { ...string, computed: true },
    name: { ...older, ...string, forceNew: true, computed: true },
    project: { ...older, ...string, forceNew: true, computed: true },
    projectName: { ...string, forceNew: true, computed: true, exactlyOneOf: ["project"] },
    retentionPeriod: { ...integer, default: 30 },
    // The provider ignores a change: shards are split and merged, not counted.
    shardCount: { ...integer, forceNew: true, default: 2, ignored: () => true },
    shards: objectList(
      { beginKey: output, endKey: output, id: { ...integer, output: true }, status: output },
      { output: true },
    ),
    telemetryType: { ...string, forceNew: true },
  },
};

export const storeIndexTable: TypeTable = {
  token: "alicloud:log/storeIndex:StoreIndex",
  source: source("log_store_index"),
  properties: {
    fieldSearches: objectList(
      {
        alias: string,
        caseSensitive: { ...flag, default: false },
        enableAnalytics: { ...flag, default: true },
        includeChinese: { ...flag, default: false },
        jsonKeys: objectList(
          {
            alias: string,
            docValue: { ...flag, default: true },
            name: { ...string, required: true },
            type: { ...string, default: "long" },
          },
          { unordered: true },
        ),
        name: { ...string, required: true },
        token: string,
        type: { ...string, default: "long", enum: ["text", "long", "double", "json"] },
      },
      { minItems: 1, unordered: true },
    ),
    fullText: object({
      caseSensitive: { ...flag, default: false },
      includeChinese: { ...flag, default: false },
      token: string,
    }),
    logReduce: flag,
    logReduceBlackLists: stringList,
    logReduceWhiteLists: stringList,
    logstore: name,
    maxTextLen: integer,
    project: name,
  },
};
