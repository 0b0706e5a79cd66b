import { z } from "zod";
import { description, name, orNothing, roleArn, wholeNumber } from "./fields.ts";
import { tagList } from "./tags.ts";

/** https://www.alibabacloud.com/help/en/functioncompute/api-fc-2023-03-30-createfunction */

export const RUNTIMES = [
  ...["nodejs12", "nodejs14", "nodejs16", "nodejs18", "nodejs20", "python3", "python3.9", "python3.10", "python3.12"],
  ...["java8", "java11", "php7.2", "dotnetcore3.1", "go1"],
  ...["custom", "custom.debian10", "custom.debian11", "custom.debian12", "custom-container"],
] as const;

const text = z.string();
const texts = z.array(text);

const environment = z
  .record(z.string().regex(/^[a-zA-Z]\w*$/, "keys hold letters, digits and '_', and start with a letter"), text)
  .refine((map) => !Object.keys(map).some((key) => key.startsWith("FC_")), "the prefix FC_ is reserved")
  .refine((map) => sizeOf(map) <= 4096, "all variables together take more than 4 KB");

const sizeOf = (map: Readonly<Record<string, string>>): number =>
  Object.entries(map).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);

const healthCheck = z
  .strictObject({
    failureThreshold: wholeNumber(1, 120),
    httpGetUrl: text,
    initialDelaySeconds: wholeNumber(0, 120),
    periodSeconds: wholeNumber(1, 120),
    successThreshold: wholeNumber(1, 120),
    timeoutSeconds: wholeNumber(1, 3),
  })
  .partial();

const port = wholeNumber(1, 65535);

const logConfig = z.strictObject({
  project: text.min(1),
  logstore: text.min(1),
  enableRequestMetrics: z.boolean().optional(),
  enableInstanceMetrics: z.boolean().optional(),
  enableLlmMetrics: z.boolean().optional(),
  logBeginRule: z.enum(["None", "DefaultRegex"]).optional(),
});

const nasConfig = z
  .strictObject({
    userId: z.int(),
    groupId: z.int(),
    mountPoints: z
      .array(z.strictObject({ serverAddr: text, mountDir: text, enableTLS: z.boolean().optional() }))
      .max(5),
  })
  .partial();

const ossMountConfig = z.strictObject({
  mountPoints: z
    .array(
      z
        .strictObject({ bucketName: text, bucketPath: text, endpoint: text, mountDir: text, readOnly: z.boolean() })
        .partial({ bucketPath: true, endpoint: true, readOnly: true }),
    )
    .max(5)
    .optional(),
});

const hook = (seconds: number) =>
  orNothing(
    z.strictObject({ handler: text, timeout: wholeNumber(1, seconds), command: texts }).partial(),
    ...["handler", "command"],
  );

/** Everything about a function but its code and its name. */
const fields = {
  runtime: z.enum(RUNTIMES),
  handler: text.min(1).max(128),
  memorySize: wholeNumber(128, 32768).refine((size) => size % 64 === 0, "must be a multiple of 64 MB"),
  cpu: z
    .number()
    .min(0.05)
    .max(16)
    .refine((cpu) => isMultiple(cpu, 0.05), "must be a multiple of 0.05 vCPU"),
  diskSize: z.literal([512, 10240]),
  timeout: wholeNumber(1, 86400),
  instanceConcurrency: wholeNumber(1, 200),
  internetAccess: z.boolean(),
  description,
  environmentVariables: environment,
  role: roleArn,
  layers: texts.max(5, "more than 5 layers"),
  logConfig: orNothing(logConfig, "project", "logstore"),
  vpcConfig: orNothing(
    z.strictObject({
      vpcId: text.min(1),
      vSwitchIds: texts.min(1),
      securityGroupId: text.min(1),
      role: text.optional(),
    }),
    ...["vpcId", "vSwitchIds", "securityGroupId"],
  ),
  nasConfig: orNothing(nasConfig, "mountPoints"),
  ossMountConfig: orNothing(ossMountConfig, "mountPoints"),
  polarFsConfig: z.looseObject({}),
  juiceFsConfig: z.looseObject({}),
  customDNS: orNothing(
    z
      .strictObject({
        searches: texts.max(3),
        nameServers: texts.max(3),
        dnsOptions: z.array(z.strictObject({ name: text, value: text.optional() })),
      })
      .partial(),
    ...["searches", "nameServers", "dnsOptions"],
  ),
  customRuntimeConfig: orNothing(
    z.strictObject({ command: texts, args: texts, port, healthCheckConfig: healthCheck }).partial(),
    ...["command", "args", "port", "healthCheckConfig"],
  ),
  customContainerConfig: orNothing(
    z
      .strictObject({
        image: text.min(1),
        command: texts,
        entrypoint: texts,
        port,
        healthCheckConfig: healthCheck,
        acrInstanceId: text,
        accelerationType: z.enum(["Default", "None"]),
        accelerationInfo: z.strictObject({ status: text }).partial(),
        registryConfig: z.looseObject({}),
        resolvedImageUri: text,
      })
      .partial()
      .required({ image: true }),
    "image",
  ),
  gpuConfig: orNothing(
    z.strictObject({
      gpuType: z.enum(["fc.gpu.tesla.1", "fc.gpu.ampere.1", "fc.gpu.ada.1", "fc.gpu.ada.2", "fc.gpu.ada.3", "g1"]),
      gpuMemorySize: wholeNumber(1024, 98304),
    }),
    ...["gpuType", "gpuMemorySize"],
  ),
  instanceLifecycleConfig: z.strictObject({ initializer: hook(600), preStop: hook(900) }).partial(),
  tracingConfig: orNothing(z.strictObject({ type: text, params: z.record(text, text) }).partial(), "type", "params"),
  idleTimeout: wholeNumber(0, 86400),
  instanceIsolationMode: z.enum(["SHARE", "SESSION_EXCLUSIVE", "REQUEST_EXCLUSIVE"]),
  sessionAffinity: text,
  sessionAffinityConfig: text,
  disableInjectCredentials: text,
  disableOndemand: z.boolean(),
  enableLongLiving: z.boolean(),
};

export const inputCode = orNothing(
  z
    .strictObject({ zipFile: text, ossBucketName: text, ossObjectName: text, checksum: z.string() })
    .partial()
    .refine((code) => code.zipFile !== undefined || code.ossObjectName !== undefined, "names no package")
    .refine(
      (code) => (code.ossBucketName === undefined) === (code.ossObjectName === undefined),
      "ossBucketName and ossObjectName belong together",
    ),
);
export type InputCode = z.output<typeof inputCode>;

export const createFunction = z
  .strictObject({
    ...fields,
    functionName: name(64),
    code: inputCode,
    Tags: tagList,
    tags: tagList,
    resourceGroupId: text,
  })
  .partial()
  .required({ functionName: true, runtime: true, handler: true });

export const updateFunction = z.strictObject({ ...fields, functionName: text, code: inputCode }).partial();

const settings = z.strictObject(fields).partial().required({
  runtime: true,
  handler: true,
  memorySize: true,
  cpu: true,
  diskSize: true,
  timeout: true,
  instanceConcurrency: true,
  internetAccess: true,
});
export type FunctionSettings = z.output<typeof settings>;

const isMultiple = (value: number, step: number): boolean => Math.abs(Math.round(value / step) - value / step) < 1e-6;
