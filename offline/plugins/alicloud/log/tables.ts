import type { TypeTable } from "../../table.ts";
import { flag, integer, name, object, objectList, output, source, text, textList, textMap } from "../fields.ts";

const older = { superseded: true } as const;

export const projectTable: TypeTable = {
  token: "alicloud:log/project:Project",
  source: source("log_project"),
  properties: {
    createTime: output,
    description: text,
    name: { ...older, ...text, forceNew: true, computed: true, pattern: /^[0-9a-zA-Z_-]+$/ },
    policy: text,
    projectName: { ...text, forceNew: true, computed: true, pattern: /^[0-9a-zA-Z_-]+$/, exactlyOneOf: ["name"] },
    resourceGroupId: { ...text, computed: true },
    status: output,
    tags: textMap,
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
        encryptType: { ...text, forceNew: true, computed: true },
        userCmkInfo: object(
          {
            arn: { ...text, forceNew: true, computed: true },
            cmkKeyId: { ...text, forceNew: true, computed: true },
            regionId: { ...text, forceNew: true, computed: true },
          },
          { forceNew: true, computed: true },
        ),
      },
      { computed: true },
    ),
    hotTtl: integer,
    infrequentAccessTtl: integer,
    logstoreName: { ...text, forceNew: true, computed: true, exactlyOneOf: ["name"] },
    maxSplitShardCount: { ...integer, min: 0, max: 256 },
    meteringMode: { ...text, computed: true },
    mode: { ...text, computed: true },
    name: { ...older, ...text, forceNew: true, computed: true },
    project: { ...older, ...text, forceNew: true, computed: true },
    projectName: { ...text, forceNew: true, computed: true, exactlyOneOf: ["project"] },
    retentionPeriod: { ...integer, default: 30 },
    // The provider takes a change of it for none: shards are split and merged, not counted.
    shardCount: { ...integer, forceNew: true, default: 2, ignored: () => true },
    shards: objectList(
      { beginKey: output, endKey: output, id: { ...integer, output: true }, status: output },
      { output: true },
    ),
    telemetryType: { ...text, forceNew: true },
  },
};

export const storeIndexTable: TypeTable = {
  token: "alicloud:log/storeIndex:StoreIndex",
  source: source("log_store_index"),
  properties: {
    fieldSearches: objectList(
      {
        alias: text,
        caseSensitive: { ...flag, default: false },
        enableAnalytics: { ...flag, default: true },
        includeChinese: { ...flag, default: false },
        jsonKeys: objectList(
          {
            alias: text,
            docValue: { ...flag, default: true },
            name: { ...text, required: true },
            type: { ...text, default: "long" },
          },
          { unordered: true },
        ),
        name: { ...text, required: true },
        token: text,
        type: { ...text, default: "long", enum: ["text", "long", "double", "json"] },
      },
      { minItems: 1, unordered: true },
    ),
    fullText: object({
      caseSensitive: { ...flag, default: false },
      includeChinese: { ...flag, default: false },
      token: text,
    }),
    logReduce: flag,
    logReduceBlackLists: textList,
    logReduceWhiteLists: textList,
    logstore: name,
    maxTextLen: integer,
    project: name,
  },
};
