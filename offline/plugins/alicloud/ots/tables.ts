import type { Property, TypeTable } from "../../table.ts";
import { flag, integer, name, objectList, output, source, text, textList, textMap, textSet } from "../fields.ts";

const instanceName: Property = { ...name, pattern: /^[a-zA-Z][a-zA-Z0-9-]{1,14}[a-zA-Z0-9]$/ };
/** Tables, indexes and tunnels. */
const objectName: Property = { ...name, pattern: /^[a-zA-Z_][a-zA-Z0-9_]{0,254}$/ };
const withoutOwnKey = ({ sseKeyType }: Readonly<Record<string, unknown>>) => sseKeyType !== "SSE_BYOK";

export const instanceTable: TypeTable = {
  token: "alicloud:ots/instance:Instance",
  source: source("ots_instance"),
  properties: {
    accessedBy: { ...text, computed: true, enum: ["Any", "Vpc", "ConsoleOrVpc"] },
    // Only creation takes it: the provider takes a change of it for none.
    description: { ...text, forceNew: true, ignored: () => true },
    instanceType: { ...text, forceNew: true, default: "HighPerformance", enum: ["Capacity", "HighPerformance"] },
    name: { ...instanceName, required: undefined },
    networkSourceAcls: { ...textSet, computed: true },
    networkTypeAcls: { ...textSet, computed: true },
    resourceGroupId: { ...text, computed: true },
    tags: textMap,
  },
};

export const tableTable: TypeTable = {
  token: "alicloud:ots/table:Table",
  source: source("ots_table"),
  properties: {
    allowUpdate: { ...flag, default: true },
    definedColumns: objectList(
      {
        name: { ...text, required: true },
        type: { ...text, required: true, enum: ["Integer", "String", "Binary", "Double", "Boolean"] },
      },
      { maxItems: 32 },
    ),
    deviationCellVersionInSec: { ...text, default: "86400", pattern: /^[+-]?\d+$/ },
    enableSse: flag,
    instanceName,
    maxVersion: { ...integer, required: true, min: 1, max: 2147483647 },
    primaryKeys: objectList(
      { name: name, type: { ...text, required: true, forceNew: true, enum: ["Integer", "Binary", "String"] } },
      { required: true, forceNew: true, maxItems: 4 },
    ),
    sseKeyId: { ...text, ignored: withoutOwnKey },
    sseKeyType: { ...text, enum: ["SSE_KMS_SERVICE", "SSE_BYOK"] },
    sseRoleArn: { ...text, ignored: withoutOwnKey },
    tableName: objectName,
    timeToLive: { ...integer, required: true, min: -1, max: 2147483647 },
  },
};

export const secondaryIndexTable: TypeTable = {
  token: "alicloud:ots/secondaryIndex:SecondaryIndex",
  source: source("ots_secondary_index"),
  properties: {
    definedColumns: { ...textList, forceNew: true, maxItems: 32 },
    includeBaseData: { ...flag, required: true, forceNew: true },
    indexName: objectName,
    indexType: { ...text, required: true, forceNew: true, enum: ["Local", "Global"] },
    instanceName,
    primaryKeys: { ...textList, required: true, forceNew: true, minItems: 1, maxItems: 4 },
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
    tunnelType: { ...text, required: true, forceNew: true, enum: ["BaseAndStream", "BaseData", "Stream"] },
  },
};
