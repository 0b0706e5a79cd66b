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
  tagging,
  text,
  textList,
  textMap,
  textSet,
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
    codeSha256: { ...text, computed: true },
    codeSigningConfigArn: arn,
    deadLetterConfig: object({ targetArn: { ...arn, required: true } }),
    description: { ...text, maxLength: 256 },
    durableConfig: object({
      executionTimeout: { ...integer, required: true, min: 1, max: 31_622_400 },
      retentionPeriod: { ...integer, default: 14, min: 1, max: 90 },
    }),
    environment: object({ variables: textMap }),
    ephemeralStorage: object({ size: { ...integer, computed: true, min: 512, max: 10_240 } }, { computed: true }),
    fileSystemConfig: object({
      arn: { ...arn, required: true },
      localMountPath: { ...text, required: true, pattern: /^\/mnt\/[0-9A-Za-z_.-]+$/ },
    }),
    handler: { ...text, minLength: 1, maxLength: 128 },
    imageConfig: object({ commands: textList, entryPoints: textList, workingDirectory: text }),
    imageUri: { ...text, exactlyOneOf: code },
    invokeArn: output,
    kmsKeyArn: arn,
    lastModified: output,
    layers: { type: "list", items: arn, maxItems: 5 },
    loggingConfig: object(
      {
        applicationLogLevel: { ...text, enum: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], computed: true },
        logFormat: { ...text, required: true, enum: ["JSON", "Text"] },
        logGroup: { ...text, computed: true, minLength: 1, maxLength: 512, pattern: /^[0-9A-Za-z_./#-]+$/ },
        systemLogLevel: { ...text, enum: ["DEBUG", "INFO", "WARN"], computed: true },
      },
      { computed: true },
    ),
    memorySize: { ...integer, default: 128, min: 128, max: 10_240 },
    name: { ...functionName, computed: true, forceNew: true },
    packageType: { ...text, default: "Zip", enum: ["Zip", "Image"], forceNew: true },
    publish: { ...flag, default: false },
    publishTo: { ...text, enum: ["LATEST_PUBLISHED"] },
    qualifiedArn: output,
    qualifiedInvokeArn: output,
    region,
    replaceSecurityGroupsOnDestroy: flag,
    replacementSecurityGroupIds: { ...textSet, requiredWith: ["replaceSecurityGroupsOnDestroy"] },
    reservedConcurrentExecutions: { ...integer, default: -1, min: -1 },
    responseStreamingInvokeArn: output,
    role: { ...arn, required: true },
    runtime,
    s3Bucket: { ...text, exactlyOneOf: code, requiredWith: ["s3Key"] },
    s3Key: { ...text, requiredWith: ["s3Bucket"] },
    s3ObjectVersion: { ...text, conflictsWith: ["code", "imageUri"] },
    signingJobArn: output,
    signingProfileVersionArn: output,
    skipDestroy: { ...flag, default: false },
    snapStart: object({
      applyOn: { ...text, required: true, enum: ["PublishedVersions", "None"] },
      optimizationStatus: output,
    }),
    sourceCodeHash: { ...text, computed: true },
    sourceCodeSize: { ...integer, output: true },
    sourceKmsKeyArn: { ...arn, conflictsWith: ["imageUri"] },
    ...tagging,
    tenancyConfig: object(
      { tenantIsolationMode: { ...text, required: true, enum: ["PER_TENANT"] } },
      { forceNew: true },
    ),
    timeout: { ...integer, default: 3, min: 1, max: 900 },
    tracingConfig: object({ mode: { ...text, required: true, enum: ["Active", "PassThrough"] } }, { computed: true }),
    useResourceTimeoutForPropagation: flag,
    version: output,
    vpcConfig: object({
      ipv6AllowedForDualStack: { ...flag, default: false },
      securityGroupIds: { ...textSet, required: true },
      subnetIds: { ...textSet, required: true },
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
