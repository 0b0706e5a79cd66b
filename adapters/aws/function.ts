import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Alias } from "@pulumi/aws/lambda/alias.js";
import { type FunctionArgs, Function as LambdaFunction } from "@pulumi/aws/lambda/function.js";
import { FunctionEventInvokeConfig } from "@pulumi/aws/lambda/functionEventInvokeConfig.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import { ProvisionedConcurrencyConfig } from "@pulumi/aws/lambda/provisionedConcurrencyConfig.js";
import { all, asset, type Output } from "@pulumi/pulumi";
import type { ResolvedFunction } from "../../model/resolve.ts";
import type { Artifact, Handle } from "../contract.ts";
import { component, type Group } from "../shared/program/component.ts";
import { arns } from "./arns.ts";
import { environment } from "./environment.ts";
import type { AwsScope } from "./facts.ts";
import { aliasName, functionName, logGroupName, roleName } from "./names.ts";
import { trust } from "./policies.ts";
import { policyArn } from "./references.ts";
import { rolePolicy } from "./role.ts";

/** A function with everything that exists only for it. What calls it is made by its triggers. */
export function createFunction(scope: AwsScope, fn: ResolvedFunction, artifact: Artifact | undefined): Handle {
  const name = `${scope.deployment.name}-${fn.name}`;
  const { component: parent, group } = component(scope, "polyfn:aws:Function", { of: fn, name, primary: "function" });
  const role = createRole(scope, fn, group);
  const policy = group.add(RolePolicy, "policy", { name: "polyfn", role: role.name, policy: rolePolicy(scope, fn) });
  const logs = createLogGroup(scope, fn, group);
  const lambda = group.add(LambdaFunction, "function", functionArgs(scope, fn, artifact, role), {
    dependsOn: [policy, logs],
  });
  const alias = createAlias(fn, group, lambda);
  createProvisionedConcurrency(fn, group, lambda, alias);
  createAsyncConfig(scope, fn, group, lambda, alias);
  createInvokers(scope, fn, group, lambda, alias);
  return {
    name: lambda.name,
    id: all([scope.facts.place, lambda.name, alias?.name]).apply(([place, text, qualifier]) =>
      arns.function(place, text, qualifier),
    ),
    component: parent,
    nodes: group.nodes,
  };
}

function createRole(scope: AwsScope, fn: ResolvedFunction, group: Group): Role {
  return group.add(Role, "role", {
    name: roleName(scope.deployment, fn.name),
    assumeRolePolicy: trust("lambda.amazonaws.com"),
    tags: fn.tags,
  });
}

/** Made before the function, which would otherwise make its own without an end to retention. */
function createLogGroup(scope: AwsScope, fn: ResolvedFunction, group: Group): LogGroup {
  return group.add(LogGroup, "logs", {
    name: logGroupName(scope.deployment, fn.name),
    // 0 is AWS's word for "never expires".
    retentionInDays: fn.logRetention === "forever" ? 0 : fn.logRetention,
    tags: fn.tags,
  });
}

function functionArgs(scope: AwsScope, fn: ResolvedFunction, artifact: Artifact | undefined, role: Role): FunctionArgs {
  return {
    name: functionName(scope.deployment, fn.name),
    role: role.arn,
    ...(fn.description !== undefined && { description: fn.description }),
    ...(artifact ? zipArgs(artifact) : imageArgs(scope, fn)),
    architectures: [fn.architecture],
    memorySize: fn.memory,
    timeout: fn.timeout,
    environment: { variables: environment(scope, fn) },
    // The provider leaves alone what is not given, and a function would keep what its spec has lost.
    ephemeralStorage: { size: fn.ephemeralStorage },
    ...(fn.layers.length > 0 && { layers: scope.values(fn.layers) }),
    ...(fn.vpc && {
      vpcConfig: { subnetIds: scope.values(fn.vpc.subnets), securityGroupIds: scope.values(fn.vpc.securityGroups) },
    }),
    ...(fn.fileSystem && {
      fileSystemConfig: { arn: scope.value(fn.fileSystem.id), localMountPath: fn.fileSystem.path },
    }),
    tracingConfig: { mode: fn.tracing ? "Active" : "PassThrough" },
    ...(fn.concurrency.reserved !== undefined && { reservedConcurrentExecutions: fn.concurrency.reserved }),
    ...(aliasName(fn) !== undefined && { publish: true }),
    tags: fn.tags,
  };
}

const zipArgs = (artifact: Artifact): Partial<FunctionArgs> => ({
  code: new asset.FileArchive(artifact.zip),
  sourceCodeHash: Buffer.from(artifact.sha256, "hex").toString("base64"),
  handler: artifact.handler,
  runtime: artifact.runtime,
});

function imageArgs(scope: AwsScope, fn: ResolvedFunction): Partial<FunctionArgs> {
  if (fn.image === undefined) return {};
  const { uri, command, entrypoint, workingDirectory } = fn.image;
  const config = {
    ...(command && { commands: command }),
    ...(entrypoint && { entryPoints: entrypoint }),
    ...(workingDirectory !== undefined && { workingDirectory }),
  };
  return {
    packageType: "Image",
    imageUri: scope.value(uri),
    ...(Object.keys(config).length > 0 && { imageConfig: config }),
  };
}

function createAlias(fn: ResolvedFunction, group: Group, lambda: LambdaFunction): Alias | undefined {
  const name = aliasName(fn);
  if (name === undefined) return undefined;
  const weights = Object.entries(fn.alias?.weights ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return group.add(Alias, "alias", {
    name,
    functionName: lambda.name,
    functionVersion: fn.alias?.version ?? lambda.version,
    ...(weights.length > 0 && {
      routingConfig: {
        additionalVersionWeights: Object.fromEntries(weights.map(([version, percent]) => [version, percent / 100])),
      },
    }),
  });
}

function createProvisionedConcurrency(
  fn: ResolvedFunction,
  group: Group,
  lambda: LambdaFunction,
  alias: Alias | undefined,
): void {
  const { provisioned } = fn.concurrency;
  if (provisioned === undefined || alias === undefined) return;
  group.add(ProvisionedConcurrencyConfig, "provisioned", {
    functionName: lambda.name,
    qualifier: alias.name,
    provisionedConcurrentExecutions: provisioned,
  });
}

function createAsyncConfig(
  scope: AwsScope,
  fn: ResolvedFunction,
  group: Group,
  lambda: LambdaFunction,
  alias: Alias | undefined,
): void {
  const { retries, maxAge, onSuccess, onFailure } = fn.async;
  if (retries === undefined && maxAge === undefined && onSuccess === undefined && onFailure === undefined) return;
  const destination = (name: string | undefined): { destination: Output<string> } | undefined =>
    name === undefined ? undefined : { destination: policyArn(scope, name) };
  group.add(FunctionEventInvokeConfig, "async", {
    functionName: lambda.name,
    ...(alias && { qualifier: alias.name }),
    ...(retries !== undefined && { maximumRetryAttempts: retries }),
    ...(maxAge !== undefined && { maximumEventAgeInSeconds: maxAge }),
    ...((onSuccess !== undefined || onFailure !== undefined) && {
      destinationConfig: { onSuccess: destination(onSuccess), onFailure: destination(onFailure) },
    }),
  });
}

function createInvokers(
  scope: AwsScope,
  fn: ResolvedFunction,
  group: Group,
  lambda: LambdaFunction,
  alias: Alias | undefined,
): void {
  for (const [name, invoker] of Object.entries(fn.invokers).sort(([a], [b]) => (a < b ? -1 : 1))) {
    group.add(
      Permission,
      `invoker-${name}`,
      {
        statementId: `invoker-${name}`,
        action: "lambda:InvokeFunction",
        function: lambda.name,
        ...(alias && { qualifier: alias.name }),
        principal: invoker.account ?? invoker.service ?? "",
        ...(invoker.source !== undefined && { sourceArn: scope.value(invoker.source) }),
      },
      // A statement's id may not exist twice, not even while one replaces the other.
      { deleteBeforeReplace: true },
    );
  }
}
