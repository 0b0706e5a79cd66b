import type { TypeTable } from "../../table.ts";
import {
  arn,
  flag,
  integer,
  known,
  object,
  output,
  region,
  source,
  string,
  stringList,
  stringMap,
  stringSet,
  tagging,
} from "../fields.ts";
import { architecture, functionName, nameLength, runtime } from "./fields.ts";

const code = ["code", "imageUri", "s3Bucket"];

export const functionTable: TypeTable = {
  token: "aws:lambda/function:Function",
  source: source("lambda", "function"),
  properties: {
    architectures: { type: "list", items: architecture, maxItems: 1, computed: true },
    arn: output,
    capacityProviderConfig: object({
      lambdaManagedInstancesCapacityProviderConfig: object(
        {
          capacityProviderArn: { ...arn, required: true },
          executionEnvironmentMemoryGibPerVcpu: { type: "number", computed: true },
          perExecutionEnvironmentMaxConcurrency: { ...integer, computed: true },
        },
        { required: true },
      ),
    }),
    code: { type: "archive", exactlyOneOf: code },
    codeSha256: { ...string, computed: true },
    codeSigningConfigArn: arn,
    deadLetterConfig: object({ targetArn: { ...arn, required: true } }),
    description: { ...string, maxLength: 256 },
    durableConfig: object({
      executionTimeout: { ...integer, required: true, min: 1, max: 31_622_400 },
      retentionPeriod: { ...integer, default: 14, min: 1, max: 90 },
    }),
    environment: object({ variables: stringMap }),
    ephemeralStorage: object({ size: { ...integer, computed: true, min: 512, max: 10_240 } }, { computed: true }),
    fileSystemConfig: object({
      arn: { ...arn, required: true },
      localMountPath: { ...string, required: true, pattern: /^\/mnt\/[0-9A-Za-z_.-]+$/ },
    }),
    handler: { ...string, minLength: 1, maxLength: 128 },
    imageConfig: object({ commands: stringList, entryPoints: stringList, workingDirectory: string }),
    imageUri: { ...string, exactlyOneOf: code },
    invokeArn: output,
    kmsKeyArn: arn,
    lastModified: output,
    layers: { type: "list", items: arn, maxItems: 5 },
    loggingConfig: object(
      {
        applicationLogLevel: { ...string, enum: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], computed: true },
        logFormat: { ...string, required: true, enum: ["JSON", "Text"] },
        logGroup: { ...string, computed: true, minLength: 1, maxLength: 512, pattern: /^[0-9A-Za-z_./#-]+$/ },
        systemLogLevel: { ...string, enum: ["DEBUG", "INFO", "WARN"], computed: true },
      },
      { computed: true },
    ),
    memorySize: { ...integer, default: 128, min: 128, max: 10_240 },
    name: { ...functionName, computed: true, forceNew: true },
    packageType: { ...string, default: "Zip", enum: ["Zip", "Image"], forceNew: true },
    publish: { ...flag, default: false },
    publishTo: { ...string, enum: ["LATEST_PUBLISHED"] },
    qualifiedArn: output,
    qualifiedInvokeArn: output,
    region,
    replaceSecurityGroupsOnDestroy: flag,
    replacementSecurityGroupIds: { ...stringSet, requiredWith: ["replaceSecurityGroupsOnDestroy"] },
    reservedConcurrentExecutions: { ...integer, default: -1, min: -1 },
    responseStreamingInvokeArn: output,
    role: { ...arn, required: true },
    runtime,
    s3Bucket: { ...string, exactlyOneOf: code, requiredWith: ["s3Key"] },
    s3Key: { ...string, requiredWith: ["s3Bucket"] },
    s3ObjectVersion: { ...string, conflictsWith: ["code", "imageUri"] },
    signingJobArn: output,
    signingProfileVersionArn: output,
    skipDestroy: { ...flag, default: false },
    snapStart: object({
      applyOn: { ...string, required: true, enum: ["PublishedVersions", "None"] },
      optimizationStatus: output,
    }),
    sourceCodeHash: { ...string, computed: true },
    sourceCodeSize: { ...integer, output: true },
    sourceKmsKeyArn: { ...arn, conflictsWith: ["imageUri"] },
    ...tagging,
    tenancyConfig: object(
      { tenantIsolationMode: { ...string, required: true, enum: ["PER_TENANT"] } },
      { forceNew: true },
    ),
    timeout: { ...integer, default: 3, min: 1, max: 900 },
    tracingConfig: object({ mode: { ...string, required: true, enum: ["Active", "PassThrough"] } }, { computed: true }),
    useResourceTimeoutForPropagation: flag,
    version: output,
    vpcConfig: object({
      ipv6AllowedForDualStack: { ...flag, default: false },
      securityGroupIds: { ...stringSet, required: true },
      subnetIds: { ...stringSet, required: true },
      vpcId: output,
    }),
  },
  rules: [
    ({ name }) => nameLength(name, "name"),
    ({ packageType, handler, runtime: given }) =>
      known(packageType ?? "Zip") === "Zip" && (handler === undefined || given === undefined)
        ? "handler and runtime must be set when packageType is Zip."
        : undefined,
    ({ environment }) => reservedVariable(environment),
  ],
};

/** Names that Lambda sets itself. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_DEFAULT_REGION|AWS_REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_\w+|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

function reservedVariable(environment: unknown): string | undefined {
  const { variables = {} } = (known(environment) ?? {}) as { variables?: unknown };
  if (typeof variables !== "object" || variables === null) return undefined;
  const names = Object.keys(variables);
  const name = names.find((candidate) => RESERVED.test(candidate) && candidate !== "AWS_LAMBDA_EXEC_WRAPPER");
  return name === undefined ? undefined : `environment.variables.${name} is reserved by Lambda and can't be set.`;
}
