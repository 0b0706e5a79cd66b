import type { ResolvedFunction } from "../../model/resolve.ts";
import type { Entrypoint } from "../deployment.ts";
import type { Symbolic } from "../graph/expression.ts";
import { packageOf } from "../graph/expression.ts";
import { functionGroup, type Group } from "../graph/group.ts";
import type { PartHandle } from "../graph/lowering.ts";
import { type NodeRef, ref } from "../graph/node.ts";
import type { InputsOf, OutputsOf } from "../graph/provider-types.ts";
import { arnOf } from "./arns.ts";
import type { AwsScope } from "./context.ts";
import { environment } from "./environment.ts";
import { aliasName, functionName, logGroupName, roleName } from "./names.ts";
import { trust } from "./policies.ts";
import { policyArn } from "./references.ts";
import type { AwsTypes } from "./resource-types.ts";
import { rolePolicy } from "./role.ts";

type AwsGroup = Group<AwsTypes>;
type Lambda = NodeRef<OutputsOf<AwsTypes, "aws:lambda/function:Function">>;
type Alias = NodeRef<OutputsOf<AwsTypes, "aws:lambda/alias:Alias">>;
type FunctionInputs = InputsOf<AwsTypes, "aws:lambda/function:Function">;

/** A function with everything that exists only for it. What calls it is added by its triggers. */
export function lowerFunction(scope: AwsScope, fn: ResolvedFunction, entrypoint: Entrypoint | undefined): PartHandle {
  const { component, group } = functionGroup<AwsTypes>(scope, fn, "polyfn:aws:Function");
  const role = group.add("aws:iam/role:Role", "role", {
    name: roleName(scope.deployment, fn.name),
    assumeRolePolicy: trust("lambda.amazonaws.com"),
    tags: fn.tags,
  });
  const policy = group.add("aws:iam/rolePolicy:RolePolicy", "policy", {
    name: "polyfn",
    role: ref(role, "name"),
    policy: rolePolicy(scope, fn),
  });
  const logs = addLogGroup(scope, fn, group);
  const inputs = { ...functionInputs(scope, fn, entrypoint), role: ref(role, "arn") };
  const lambda = group.add("aws:lambda/function:Function", "function", inputs, { dependsOn: [policy, logs] });
  const alias = addAlias(fn, group, lambda);
  addProvisionedConcurrency(fn, group, lambda, alias);
  addAsyncConfig(scope, fn, group, lambda, alias);
  addInvokers(scope, fn, group, lambda, alias);
  return {
    name: ref(lambda, "name"),
    id: arnOf.function(scope.context.place, ref(lambda, "name"), alias && ref(alias, "name")),
    component,
    nodes: group.nodes,
  };
}

/** Created before the function, which would otherwise create its own that keeps logs forever. */
function addLogGroup(scope: AwsScope, fn: ResolvedFunction, group: AwsGroup): NodeRef {
  return group.add("aws:cloudwatch/logGroup:LogGroup", "logs", {
    name: logGroupName(scope.deployment, fn.name),
    // 0 is AWS's word for "never expires".
    retentionInDays: fn.logRetention === "forever" ? 0 : fn.logRetention,
    tags: fn.tags,
  });
}

function functionInputs(
  scope: AwsScope,
  fn: ResolvedFunction,
  entrypoint: Entrypoint | undefined,
): Omit<FunctionInputs, "role"> {
  return {
    name: functionName(scope.deployment, fn.name),
    ...(fn.description !== undefined && { description: fn.description }),
    ...(entrypoint ? zipInputs(fn, entrypoint) : imageInputs(scope, fn)),
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

const zipInputs = ({ name }: ResolvedFunction, { handler, runtime }: Entrypoint): Partial<FunctionInputs> => ({
  code: packageOf(name, "archive"),
  sourceCodeHash: packageOf(name, "sha256Base64"),
  handler,
  runtime,
});

function imageInputs(scope: AwsScope, fn: ResolvedFunction): Partial<FunctionInputs> {
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

function addAlias(fn: ResolvedFunction, group: AwsGroup, lambda: Lambda): Alias | undefined {
  const name = aliasName(fn);
  if (name === undefined) return undefined;
  const weights = Object.entries(fn.alias?.weights ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return group.add("aws:lambda/alias:Alias", "alias", {
    name,
    functionName: ref(lambda, "name"),
    functionVersion: fn.alias?.version ?? ref(lambda, "version"),
    ...(weights.length > 0 && {
      routingConfig: {
        additionalVersionWeights: Object.fromEntries(weights.map(([version, percent]) => [version, percent / 100])),
      },
    }),
  });
}

function addProvisionedConcurrency(
  fn: ResolvedFunction,
  group: AwsGroup,
  lambda: Lambda,
  alias: Alias | undefined,
): void {
  const { provisioned } = fn.concurrency;
  if (provisioned === undefined || alias === undefined) return;
  group.add("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "provisioned", {
    functionName: ref(lambda, "name"),
    qualifier: ref(alias, "name"),
    provisionedConcurrentExecutions: provisioned,
  });
}

function addAsyncConfig(
  scope: AwsScope,
  fn: ResolvedFunction,
  group: AwsGroup,
  lambda: Lambda,
  alias: Alias | undefined,
): void {
  const { retries, maxAge, onSuccess, onFailure } = fn.async;
  if (retries === undefined && maxAge === undefined && onSuccess === undefined && onFailure === undefined) return;
  const destination = (name: string | undefined): { destination: Symbolic<string> } | undefined =>
    name === undefined ? undefined : { destination: policyArn(scope, name) };
  group.add("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "async", {
    functionName: ref(lambda, "name"),
    ...(alias && { qualifier: ref(alias, "name") }),
    ...(retries !== undefined && { maximumRetryAttempts: retries }),
    ...(maxAge !== undefined && { maximumEventAgeInSeconds: maxAge }),
    ...((onSuccess !== undefined || onFailure !== undefined) && {
      destinationConfig: { onSuccess: destination(onSuccess), onFailure: destination(onFailure) },
    }),
  });
}

function addInvokers(
  scope: AwsScope,
  fn: ResolvedFunction,
  group: AwsGroup,
  lambda: Lambda,
  alias: Alias | undefined,
): void {
  for (const [name, invoker] of Object.entries(fn.invokers).sort(([a], [b]) => (a < b ? -1 : 1))) {
    group.add(
      "aws:lambda/permission:Permission",
      `invoker-${name}`,
      {
        statementId: `invoker-${name}`,
        action: "lambda:InvokeFunction",
        function: ref(lambda, "name"),
        ...(alias && { qualifier: ref(alias, "name") }),
        principal: invoker.account ?? invoker.service ?? "",
        ...(invoker.source !== undefined && { sourceArn: scope.value(invoker.source) }),
      },
      // A statement's id may not exist twice, not even while one replaces the other.
      { deleteBeforeReplace: true },
    );
  }
}
