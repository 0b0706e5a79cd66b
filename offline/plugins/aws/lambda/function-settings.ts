import type { FunctionConfiguration, LoggingConfig, Runtime } from "@aws-sdk/client-lambda";
import type { FunctionArgs, FunctionState } from "@pulumi/aws/lambda/index.js";
import { zipOf } from "../../server/archive.ts";
import type { Plain, Readable } from "../../server/resource-type.ts";

export type Inputs = Plain<FunctionArgs>;
export type State = Plain<FunctionState>;

/** The properties that `UpdateFunctionConfiguration` sets. Empty values clear previous ones. */
export function settings(inputs: Inputs) {
  const zip = inputs.packageType !== "Image";
  return {
    Role: inputs.role,
    Description: inputs.description ?? "",
    Timeout: inputs.timeout,
    MemorySize: inputs.memorySize,
    Environment: { Variables: inputs.environment?.variables ?? {} },
    DeadLetterConfig: { TargetArn: inputs.deadLetterConfig?.targetArn ?? "" },
    KMSKeyArn: inputs.kmsKeyArn ?? "",
    Layers: inputs.layers ?? [],
    FileSystemConfigs: fileSystems(inputs),
    VpcConfig: vpc(inputs),
    ...(zip && { Handler: inputs.handler, Runtime: inputs.runtime as Runtime }),
    ...(inputs.ephemeralStorage?.size !== undefined && { EphemeralStorage: { Size: inputs.ephemeralStorage.size } }),
    ...(inputs.tracingConfig && { TracingConfig: { Mode: inputs.tracingConfig.mode as "Active" | "PassThrough" } }),
    ...(inputs.loggingConfig && { LoggingConfig: logging(inputs.loggingConfig) }),
    ...(inputs.snapStart && { SnapStart: { ApplyOn: inputs.snapStart.applyOn as "PublishedVersions" | "None" } }),
    ...(inputs.imageConfig && {
      ImageConfig: {
        Command: inputs.imageConfig.commands,
        EntryPoint: inputs.imageConfig.entryPoints,
        WorkingDirectory: inputs.imageConfig.workingDirectory,
      },
    }),
  };
}

function fileSystems({ fileSystemConfig }: Inputs) {
  if (!fileSystemConfig) return [];
  return [{ Arn: fileSystemConfig.arn, LocalMountPath: fileSystemConfig.localMountPath }];
}

function vpc({ vpcConfig }: Inputs) {
  return {
    SubnetIds: vpcConfig?.subnetIds ?? [],
    SecurityGroupIds: vpcConfig?.securityGroupIds ?? [],
    ...(vpcConfig?.ipv6AllowedForDualStack && { Ipv6AllowedForDualStack: true }),
  };
}

function logging(config: NonNullable<Inputs["loggingConfig"]>): LoggingConfig {
  return {
    LogFormat: config.logFormat as LoggingConfig["LogFormat"],
    LogGroup: config.logGroup,
    ApplicationLogLevel: config.applicationLogLevel as LoggingConfig["ApplicationLogLevel"],
    SystemLogLevel: config.systemLogLevel as LoggingConfig["SystemLogLevel"],
  };
}

/** The code's location, in the format of both `CreateFunction` and `UpdateFunctionCode`. */
export async function code(inputs: Inputs) {
  if (inputs.imageUri !== undefined) return { ImageUri: inputs.imageUri };
  if (inputs.code !== undefined) return { ZipFile: await zipOf(inputs.code) };
  return { S3Bucket: inputs.s3Bucket, S3Key: inputs.s3Key, S3ObjectVersion: inputs.s3ObjectVersion };
}

/** Properties whose change requires uploading the code again. */
export const CODE_PROPERTIES = [
  "code",
  "imageUri",
  "s3Bucket",
  "s3Key",
  "s3ObjectVersion",
  "sourceCodeHash",
  "architectures",
] as const;

/** A function's state from the response of `GetFunction`. A block that the cloud leaves out does not exist. */
export function configuration(found: FunctionConfiguration): Readable<State> {
  return {
    architectures: found.Architectures,
    arn: found.FunctionArn,
    codeSha256: found.CodeSha256,
    deadLetterConfig: found.DeadLetterConfig?.TargetArn ? { targetArn: found.DeadLetterConfig.TargetArn } : null,
    description: found.Description || null,
    environment: environment(found),
    ephemeralStorage: found.EphemeralStorage && { size: found.EphemeralStorage.Size },
    fileSystemConfig: fileSystem(found),
    handler: found.Handler || null,
    kmsKeyArn: found.KMSKeyArn || null,
    lastModified: found.LastModified,
    layers: found.Layers?.length ? found.Layers.map((layer) => layer.Arn ?? "") : null,
    loggingConfig: loggingState(found.LoggingConfig),
    memorySize: found.MemorySize,
    name: found.FunctionName,
    packageType: found.PackageType,
    role: found.Role,
    runtime: found.Runtime ?? null,
    sourceCodeSize: found.CodeSize,
    timeout: found.Timeout,
    tracingConfig: { mode: found.TracingConfig?.Mode ?? "PassThrough" },
    vpcConfig: vpcState(found),
  };
}

function environment({ Environment }: FunctionConfiguration): State["environment"] | null {
  const variables = Environment?.Variables;
  return variables && Object.keys(variables).length > 0 ? { variables } : null;
}

function fileSystem({ FileSystemConfigs: [first] = [] }: FunctionConfiguration): State["fileSystemConfig"] | null {
  return first ? { arn: first.Arn ?? "", localMountPath: first.LocalMountPath ?? "" } : null;
}

function loggingState(config: LoggingConfig | undefined): State["loggingConfig"] | undefined {
  if (!config?.LogFormat) return undefined;
  return {
    logFormat: config.LogFormat,
    logGroup: config.LogGroup,
    applicationLogLevel: config.ApplicationLogLevel,
    systemLogLevel: config.SystemLogLevel,
  };
}

function vpcState({ VpcConfig: config }: FunctionConfiguration): State["vpcConfig"] | null {
  if (!config?.SubnetIds?.length) return null;
  return {
    subnetIds: config.SubnetIds,
    securityGroupIds: config.SecurityGroupIds ?? [],
    ipv6AllowedForDualStack: config.Ipv6AllowedForDualStack ?? false,
    vpcId: config.VpcId,
  };
}
