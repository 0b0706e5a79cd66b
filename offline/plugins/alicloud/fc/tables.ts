import type { TypeTable } from "../../table.ts";
import {
  flag,
  integer,
  json,
  name,
  number,
  numberMap,
  object,
  objectList,
  output,
  source,
  text,
  textList,
} from "../fields.ts";

export const v3TriggerTable: TypeTable = {
  token: "alicloud:fc/v3Trigger:V3Trigger",
  source: source("fcv3_trigger"),
  properties: {
    createTime: output,
    description: text,
    functionName: name,
    httpTrigger: object({ urlInternet: output, urlIntranet: output }, { output: true }),
    invocationRole: text,
    lastModifiedTime: output,
    qualifier: name,
    sourceArn: { ...text, forceNew: true, computed: true },
    status: output,
    targetArn: output,
    triggerConfig: json,
    triggerId: output,
    triggerName: { ...text, forceNew: true, computed: true },
    triggerType: name,
  },
};

export const v3AliasTable: TypeTable = {
  token: "alicloud:fc/v3Alias:V3Alias",
  source: source("fcv3_alias"),
  properties: {
    additionalVersionWeight: numberMap,
    aliasName: { ...text, forceNew: true, computed: true },
    createTime: output,
    description: text,
    functionName: name,
    lastModifiedTime: output,
    versionId: text,
  },
};

export const v3FunctionVersionTable: TypeTable = {
  token: "alicloud:fc/v3FunctionVersion:V3FunctionVersion",
  source: source("fcv3_function_version"),
  properties: {
    createTime: output,
    description: { ...text, forceNew: true },
    functionName: name,
    lastModifiedTime: output,
    versionId: output,
  },
};

export const v3VpcBindingTable: TypeTable = {
  token: "alicloud:fc/v3VpcBinding:V3VpcBinding",
  source: source("fcv3_vpc_binding"),
  properties: {
    functionName: name,
    vpcId: { ...text, forceNew: true, computed: true },
  },
};

export const v3ConcurrencyConfigTable: TypeTable = {
  token: "alicloud:fc/v3ConcurrencyConfig:V3ConcurrencyConfig",
  source: source("fcv3_concurrency_config"),
  properties: {
    functionArn: output,
    functionName: name,
    reservedConcurrency: integer,
  },
};

export const v3AsyncInvokeConfigTable: TypeTable = {
  token: "alicloud:fc/v3AsyncInvokeConfig:V3AsyncInvokeConfig",
  source: source("fcv3_async_invoke_config"),
  properties: {
    asyncTask: flag,
    createTime: output,
    destinationConfig: object({ onFailure: object({ destination: text }), onSuccess: object({ destination: text }) }),
    functionArn: output,
    functionName: name,
    lastModifiedTime: output,
    maxAsyncEventAgeInSeconds: { ...integer, min: 0, max: 86400 },
    maxAsyncRetryAttempts: integer,
    qualifier: text,
  },
};

export const v3LayerVersionTable: TypeTable = {
  token: "alicloud:fc/v3LayerVersion:V3LayerVersion",
  source: source("fcv3_layer_version"),
  properties: {
    acl: { ...text, enum: ["1", "0"] },
    code: object(
      {
        checksum: { ...text, forceNew: true },
        ossBucketName: { ...text, forceNew: true },
        ossObjectName: { ...text, forceNew: true },
        zipFile: { ...text, forceNew: true },
      },
      { forceNew: true },
    ),
    codeSize: output,
    compatibleRuntimes: { ...textList, forceNew: true, computed: true },
    createTime: output,
    description: { ...text, forceNew: true },
    layerName: name,
    layerVersionArn: output,
    license: { ...text, forceNew: true },
    public: { ...text, forceNew: true },
    version: output,
  },
};

export const v3ProvisionConfigTable: TypeTable = {
  token: "alicloud:fc/v3ProvisionConfig:V3ProvisionConfig",
  source: source("fcv3_provision_config"),
  properties: {
    alwaysAllocateCpu: flag,
    alwaysAllocateGpu: flag,
    current: { ...integer, output: true },
    currentError: output,
    functionArn: output,
    functionName: name,
    qualifier: text,
    scheduledActions: objectList({
      endTime: text,
      name: text,
      scheduleExpression: text,
      startTime: text,
      target: integer,
      timeZone: text,
    }),
    target: { ...integer, min: 0, max: 10000 },
    targetTrackingPolicies: objectList({
      endTime: text,
      maxCapacity: integer,
      metricTarget: number,
      metricType: text,
      minCapacity: integer,
      name: text,
      startTime: text,
      timeZone: text,
    }),
  },
};
