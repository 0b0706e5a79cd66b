import type { TypeTable } from "../../table.ts";
import { flag, integer, number, object, objectList, output, source, text, textList, textMap } from "../fields.ts";

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

/** How an instance of a custom runtime or container is asked whether it is well. */
const healthCheckConfig = object(
  {
    failureThreshold: { ...integer, computed: true, min: 0, max: 120 },
    httpGetUrl: { ...text, computed: true },
    initialDelaySeconds: { ...integer, computed: true, min: 0, max: 120 },
    periodSeconds: { ...integer, computed: true, min: 0, max: 120 },
    successThreshold: { ...integer, computed: true, min: 0, max: 120 },
    timeoutSeconds: { ...integer, computed: true, min: 0, max: 3 },
  },
  { computed: true },
);

/** Newer than the source below: only the package's own declarations tell of it. */
const registryConfig = object({
  authConfig: object({ password: { ...text, secret: true }, userName: text }),
  certConfig: object({ insecure: flag, rootCaCertBase64: text }),
  networkConfig: object({ securityGroupId: text, vpcId: text, vswitchId: text }),
});

export const v3FunctionTable: TypeTable = {
  token: "alicloud:fc/v3Function:V3Function",
  source: source("fcv3_function"),
  properties: {
    code: object({ checksum: { ...text, secret: true }, ossBucketName: text, ossObjectName: text, zipFile: text }),
    codeSize: { ...integer, output: true },
    cpu: { ...number, computed: true, min: 0.05, max: 16 },
    createTime: output,
    customContainerConfig: object({
      accelerationInfo: object({ status: output }, { output: true }),
      accelerationType: { ...text, enum: ["Default", "None"] },
      acrInstanceId: text,
      commands: textList,
      entrypoints: textList,
      healthCheckConfig,
      image: text,
      port: integer,
      registryConfig,
      resolvedImageUri: output,
    }),
    customDns: object({
      dnsOptions: objectList({ name: text, value: text }),
      nameServers: textList,
      searches: textList,
    }),
    customRuntimeConfig: object({
      args: textList,
      commands: textList,
      healthCheckConfig,
      port: { ...integer, computed: true, min: 0, max: 65535 },
    }),
    description: text,
    diskSize: { ...integer, computed: true, min: 512 },
    environmentVariables: textMap,
    functionArn: output,
    functionId: output,
    functionName: { ...text, forceNew: true, computed: true, pattern: /^[0-9a-zA-Z_-]+$/ },
    gpuConfig: object({
      gpuMemorySize: integer,
      gpuType: { ...text, enum: ["fc.gpu.tesla.1", "fc.gpu.ampere.1", "fc.gpu.ada.1", "g1"] },
    }),
    handler: { ...text, required: true },
    idleTimeout: { ...integer, forceNew: true },
    instanceConcurrency: { ...integer, computed: true, min: 0, max: 200 },
    instanceIsolationMode: { ...text, computed: true },
    instanceLifecycleConfig: object({
      initializer: object({ commands: textList, handler: text, timeout: { ...integer, min: 0, max: 600 } }),
      preStop: object({ handler: text, timeout: { ...integer, min: 0, max: 900 } }),
    }),
    internetAccess: { ...flag, computed: true },
    invocationRestriction: object({ disable: flag, lastModifiedTime: output, reason: text }),
    lastModifiedTime: output,
    lastUpdateStatus: output,
    lastUpdateStatusReason: output,
    lastUpdateStatusReasonCode: output,
    layers: textList,
    logConfig: object({
      enableInstanceMetrics: { ...flag, computed: true },
      enableRequestMetrics: { ...flag, computed: true },
      logBeginRule: { ...text, computed: true, enum: ["None", "DefaultRegex"] },
      logstore: text,
      project: text,
    }),
    memorySize: { ...integer, computed: true, min: 64, max: 32768 },
    nasConfig: object(
      {
        groupId: { ...integer, computed: true },
        mountPoints: objectList({ enableTls: flag, mountDir: text, serverAddr: text }),
        userId: { ...integer, computed: true },
      },
      { computed: true },
    ),
    ossMountConfig: object(
      {
        mountPoints: objectList({ bucketName: text, bucketPath: text, endpoint: text, mountDir: text, readOnly: flag }),
      },
      { computed: true },
    ),
    resourceGroupId: { ...text, computed: true },
    role: text,
    runtime: { ...text, required: true, enum: RUNTIMES },
    sessionAffinity: { ...text, computed: true },
    sessionAffinityConfig: text,
    state: output,
    stateReason: output,
    stateReasonCode: output,
    tags: textMap,
    timeout: { ...integer, computed: true, min: 0, max: 86400 },
    tracingConfig: object({ params: { ...textMap, output: true }, type: output }, { output: true }),
    vpcConfig: object(
      { securityGroupId: { ...text, computed: true }, vpcId: { ...text, computed: true }, vswitchIds: textList },
      { computed: true },
    ),
  },
};
