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
  string,
  stringList,
} from "../fields.ts";

export const v3TriggerTable: TypeTable = {
  token: "alicloud:fc/v3Trigger:V3Trigger",
  source: source("fcv3_trigger"),
  properties: {
    createTime: output,
    description: string,
    functionName: name,
    httpTrigger: object({ urlInternet: output, urlIntranet: output }, { output: true }),
    invocationRole: string,
    lastModifiedTime: output,
    qualifier: name,
    sourceArn: { ...string, forceNew: true, computed: true },
    status: output,
    targetArn: output,
    triggerConfig: json,
    triggerId: output,
    triggerName: { ...string, forceNew: true, computed: true },
    triggerType: name,
  },
};

export const v3AliasTable: TypeTable = {
  token: "alicloud:fc/v3Alias:V3Alias",
  source: source("fcv3_alias"),
  properties: {
    additionalVersionWeight: numberMap,
    aliasName: { ...string, forceNew: true, computed: true },
    createTime: output,
    description: string,
    functionName: name,
    lastModifiedTime: output,
    versionId: string,
  },
};

export const v3FunctionVersionTable: TypeTable = {
  token: "alicloud:fc/v3FunctionVersion:V3FunctionVersion",
  source: source("fcv3_function_version"),
  properties: {
    createTime: output,
    description: { ...string, forceNew: true },
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
    vpcId: { ...string, forceNew: true, computed: true },
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
    destinationConfig: object({
      onFailure: object({ destination: string }),
      onSuccess: object({ destination: string }),
    }),
    functionArn: output,
    functionName: name,
    lastModifiedTime: output,
    maxAsyncEventAgeInSeconds: { ...integer, min: 0, max: 86400 },
    maxAsyncRetryAttempts: integer,
    qualifier: string,
  },
};

export const v3LayerVersionTable: TypeTable = {
  token: "alicloud:fc/v3LayerVersion:V3LayerVersion",
  source: source("fcv3_layer_version"),
  properties: {
    acl: { ...string, enum: ["1", "0"] },
    code: object(
      {
        checksum: { ...string, forceNew: true },
        ossBucketName: { ...string, forceNew: true },
        ossObjectName: { ...string, forceNew: true },
        zipFile: { ...string, forceNew: true },
      },
      { forceNew: true },
    ),
    codeSize: output,
    compatibleRuntimes: { ...stringList, forceNew: true, computed: true },
    createTime: output,
    description: { ...string, forceNew: true },
    layerName: name,
    layerVersionArn: output,
    license: { ...string, forceNew: true },
    public: { ...string, forceNew: true },
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
    qualifier: string,
    scheduledActions: objectList({
      endTime: string,
      name: string,
      scheduleExpression: string,
      startTime: string,
      target: integer,
      timeZone: string,
    }),
    target: { ...integer, min: 0, max: 10000 },
    targetTrackingPolicies: objectList({
      endTime: string,
      maxCapacity: integer,
      metricTarget: number,
      metricType: string,
      minCapacity: integer,
      name: string,
      startTime: string,
      timeZone: string,
    }),
  },
};
