import type { Property, TypeTable } from "../../table.ts";
import {
  flag,
  integer,
  name,
  objectList,
  output,
  source,
  string,
  stringList,
  stringMap,
  stringSet,
} from "../fields.ts";

const instanceName: Property = { ...name, pattern: /^[a-zA-Z][a-zA-Z0-9-]{1,14}[a-zA-Z0-9]$/ };
/** Name of a table, an index or a tunnel. */
const objectName: Property = { ...name, pattern: /^[a-zA-Z_][a-zA-Z0-9_]{0,254}$/ };
const withoutOwnKey = ({ sseKeyType }: Readonly<Record<string, unknown>>) => sseKeyType !== "SSE_BYOK";

export const instanceTable: TypeTable = {
  token: "alicloud:ots/instance:Instance",
  source: source("ots_instance"),
  properties: {
    accessedBy: { ...string, computed: true, enum: ["Any", "Vpc", "ConsoleOrVpc"] },
    // Used at creation only: the provider ignores a change.
    description: { ...string, forceNew: true, ignored: () => true },
    instanceType: { ...string, forceNew: true, default: "HighPerformance", enum: ["Capacity", "HighPerformance"] },
    name: { ...instanceName, required: undefined },
    networkSourceAcls: { ...stringSet, computed: true },
    networkTypeAcls: { ...stringSet, computed: true },
    resourceGroupId: { ...string, computed: true },
    tags: stringMap,
  },
};

export const tableTable: TypeTable = {
  token: "alicloud:ots/table:Table",
  source: source("ots_table"),
  properties: {
    allowUpdate: { ...flag, default: true },
    definedColumns: objectList(
      {
        name: { ...string, required: true },
        type: { ...string, required: true, enum: ["Integer", "String", "Binary", "Double", "Boolean"] },
      },
      { maxItems: 32 },
    ),
    deviationCellVersionInSec: { ...string, default: "86400", pattern: /^[+-]?\d+$/ },
    enableSse: flag,
    instanceName,
    maxVersion: { ...integer, required: true, min: 1, max: 2147483647 },
    primaryKeys: objectList(
      { name: name, type: { ...string, required: true, forceNew: true, enum: ["Integer", "Binary", "String"] } },
      { required: true, forceNew: true, maxItems: 4 },
    ),
    sseKeyId: { ...string, ignored: withoutOwnKey },
    sseKeyType: { ...string, enum: ["SSE_KMS_SERVICE", "SSE_BYOK"] },
    sseRoleArn: { ...string, ignored: withoutOwnKey },
    tableName: objectName,
    timeToLive: { ...integer, required: true, min: -1, max: 2147483647 },
  },
};

export const secondaryIndexTable: TypeTable = {
  token: "alicloud:ots/secondaryIndex:SecondaryIndex",
  source: source("ots_secondary_index"),
  properties: {
    definedColumns: { ...stringList, forceNew: true, maxItems: 32 },
    includeBaseData: { ...flag, required: true, forceNew: true },
    indexName: objectName,
    indexType: { ...string, required: true, forceNew: true, enum: ["Local", "Global"] },
    instanceName,
    primaryKeys: { ...stringList, required: true, forceNew: true, minItems: 1, maxItems: 4 },
    tableName: objectName,
  },
};

export const tunnelTable: TypeTable = {
  token: "alicloud:ots/tunnel:Tunnel",
  source: source("ots_tunnel"),
  properties: {
    channels: objectList(
      {
        channelId: output,
        channelRpo: { ...integer, output: true },
        channelStatus: output,
        channelType: output,
        clientId: output,
      },
      { output: true },
    ),
    createTime: { ...integer, output: true },
    expired: { ...flag, output: true },
    instanceName,
    tableName: objectName,
    tunnelId: output,
    tunnelName: objectName,
    tunnelRpo: { ...integer, output: true },
    tunnelStage: output,
    tunnelType: { ...string, required: true, forceNew: true, enum: ["BaseAndStream", "BaseData", "Stream"] },
  },
};
