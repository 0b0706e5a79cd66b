import type { TypeTable } from "../../table.ts";
import { flag, integer, number, object, objectList, output, source, string, stringList, stringMap } from "../fields.ts";

const RUNTIMES = [
  "python3.12",
  "python3.10",
  "python3.9",
  "python3",
  "nodejs20",
  "nodejs18",
  "nodejs16",
  "nodejs14",
  "java11",
  "java8",
  "php7.2",
  "dotnetcore3.1",
  "go1",
  "custom",
  "custom.debian10",
  "custom.debian11",
  "custom.debian12",
  "custom-container",
];

/** Health check of an instance of a custom runtime or container. */
const healthCheckConfig = object(
  {
    failureThreshold: { ...integer, computed: true, min: 0, max: 120 },
    httpGetUrl: { ...string, computed: true },
    initialDelaySeconds: { ...integer, computed: true, min: 0, max: 120 },
    periodSeconds: { ...integer, computed: true, min: 0, max: 120 },
    successThreshold: { ...integer, computed: true, min: 0, max: 120 },
    timeoutSeconds: { ...integer, computed: true, min: 0, max: 3 },
  },
  { computed: true },
);

/** Newer than the source below; only the package's declarations have it. */
const registryConfig = object({
  authConfig: object({ password: { ...string, secret: true }, userName: string }),
  certConfig: object({ insecure: flag, rootCaCertBase64: string }),
  networkConfig: object({ securityGroupId: string, vpcId: string, vswitchId: string }),
});

export const v3FunctionTable: TypeTable = {
  token: "alicloud:fc/v3Function:V3Function",
  source: source("fcv3_function"),
  properties: {
    code: object({
      checksum: { ...string, secret: true },
      ossBucketName: string,
      ossObjectName: string,
      zipFile: string,
    }),
    codeSize: { ...integer, output: true },
    cpu: { ...number, computed: true, min: 0.05, max: 16 },
    createTime: output,
    customContainerConfig: object({
      accelerationInfo: object({ status: output }, { output: true }),
      accelerationType: { ...string, enum: ["Default", "None"] },
      acrInstanceId: string,
      commands: stringList,
      entrypoints: stringList,
      healthCheckConfig,
      image: string,
      port: integer,
      registryConfig,
      resolvedImageUri: output,
    }),
    customDns: object({
      dnsOptions: objectList({ name: string, value: string }),
      nameServers: stringList,
      searches: stringList,
    }),
    customRuntimeConfig: object({
      args: stringList,
      commands: stringList,
      healthCheckConfig,
      port: { ...integer, computed: true, min: 0, max: 65535 },
    }),
    description: string,
    diskSize: { ...integer, computed: true, min: 512 },
    environmentVariables: stringMap,
    functionArn: output,
    functionId: output,
    functionName: { ...string, forceNew: true, computed: true, pattern: /^[0-9a-zA-Z_-]+$/ },
    gpuConfig: object({
      gpuMemorySize: integer,
      gpuType: { ...string, enum: ["fc.gpu.tesla.1", "fc.gpu.ampere.1", "fc.gpu.ada.1", "g1"] },
    }),
    handler: { ...string, required: true },
    idleTimeout: { ...integer, forceNew: true },
    instanceConcurrency: { ...integer, computed: true, min: 0, max: 200 },
    instanceIsolationMode: { ...string, computed: true },
    instanceLifecycleConfig: object({
      initializer: object({ commands: stringList, handler: string, timeout: { ...integer, min: 0, max: 600 } }),
      preStop: object({ handler: string, timeout: { ...integer, min: 0, max: 900 } }),
    }),
    internetAccess: { ...flag, computed: true },
    invocationRestriction: object({ disable: flag, lastModifiedTime: output, reason: string }),
    lastModifiedTime: output,
    lastUpdateStatus: output,
    lastUpdateStatusReason: output,
    lastUpdateStatusReasonCode: output,
    layers: stringList,
    logConfig: object({
      enableInstanceMetrics: { ...flag, computed: true },
      enableRequestMetrics: { ...flag, computed: true },
      logBeginRule: { ...string, computed: true, enum: ["None", "DefaultRegex"] },
      logstore: string,
      project: string,
    }),
    memorySize: { ...integer, computed: true, min: 64, max: 32768 },
    nasConfig: object(
      {
        groupId: { ...integer, computed: true },
        mountPoints: objectList({ enableTls: flag, mountDir: string, serverAddr: string }),
        userId: { ...integer, computed: true },
      },
      { computed: true },
    ),
    ossMountConfig: object(
      {
        mountPoints: objectList({
          bucketName: string,
          bucketPath: string,
          endpoint: string,
          mountDir: string,
          readOnly: flag,
        }),
      },
      { computed: true },
    ),
    resourceGroupId: { ...string, computed: true },
    role: string,
    runtime: { ...string, required: true, enum: RUNTIMES },
    sessionAffinity: { ...string, computed: true },
    sessionAffinityConfig: string,
    state: output,
    stateReason: output,
    stateReasonCode: output,
    tags: stringMap,
    timeout: { ...integer, computed: true, min: 0, max: 86400 },
    tracingConfig: object({ params: { ...stringMap, output: true }, type: output }, { output: true }),
    vpcConfig: object(
      { securityGroupId: { ...string, computed: true }, vpcId: { ...string, computed: true }, vswitchIds: stringList },
      { computed: true },
    ),
  },
};
