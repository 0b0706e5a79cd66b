import { createHash } from "node:crypto";
import { V3Alias } from "@pulumi/alicloud/fc/v3alias.js";
import { V3AsyncInvokeConfig } from "@pulumi/alicloud/fc/v3asyncInvokeConfig.js";
import { V3ConcurrencyConfig } from "@pulumi/alicloud/fc/v3concurrencyConfig.js";
import { V3Function, type V3FunctionArgs } from "@pulumi/alicloud/fc/v3function.js";
import { V3FunctionVersion } from "@pulumi/alicloud/fc/v3functionVersion.js";
import { V3ProvisionConfig } from "@pulumi/alicloud/fc/v3provisionConfig.js";
import { Store } from "@pulumi/alicloud/log/store.js";
import { StoreIndex } from "@pulumi/alicloud/log/storeIndex.js";
import { BucketObject } from "@pulumi/alicloud/oss/bucketObject.js";
import { all, jsonStringify, type Output } from "@pulumi/pulumi";
import type { ResolvedFunction } from "../../model/resolve.ts";
import type { Artifact, Handle } from "../contract.ts";
import { component, type Group } from "../shared/program/component.ts";
import { environment } from "./environment.ts";
import type { AliyunScope } from "./facts.ts";
import { createInvokers } from "./invokers.ts";
import { aliasName, functionName, LATEST, logStoreName, roleName } from "./names.ts";
import { type AsyncSettings, asyncSettings } from "./needs.ts";
import { functionArn, policyArn } from "./references.ts";
import { TOKENS } from "./resources/stream.ts";
import { createRole, rolePolicy, type ServiceRole } from "./role.ts";
import { settled } from "./settled.ts";
import { codeBucket, logProject } from "./shared.ts";
import { cpuFor } from "./sizes.ts";

/** A function with everything that exists only for it. What calls it is made by its triggers. */
export function createFunction(scope: AliyunScope, fn: ResolvedFunction, artifact: Artifact | undefined): Handle {
  const name = `${scope.deployment.name}-${fn.name}`;
  const { component: parent, group } = component(scope, "polyfn:aliyun:Function", {
    of: fn,
    name,
    primary: "function",
  });
  const role = createRole(scope, group, {
    name: roleName(scope.deployment, fn.name),
    principal: { Service: ["fc.aliyuncs.com"] },
    policy: rolePolicy(scope, fn),
    tags: fn.tags,
  });
  const logs = createLogs(scope, fn, group);
  const args = functionArgs(scope, fn, group, artifact, role, logs);
  const node = group.add(V3Function, "function", args, { dependsOn: [...role.ready, ...logs.ready] });
  const alias = createAlias(fn, group, node, args, artifact);
  createConcurrency(fn, group, node);
  createAsyncConfigs(scope, fn, group, node, alias);
  createInvokers(scope, fn, group);
  return {
    name: node.functionName,
    // The alias is part of the name by which others call it, and known before it exists.
    id: all([scope.facts.place, node.functionName]).apply(([place]) => functionArn(scope.deployment, fn, place)),
    component: parent,
    nodes: group.nodes,
  };
}

interface Logs {
  readonly project: Output<string>;
  readonly logstore: Output<string>;
  readonly ready: readonly [Store, StoreIndex];
}

/** SLS's own word for "never expires". */
const FOREVER = 3650;

/** The function's log, and the index without which nobody could search it. */
function createLogs(scope: AliyunScope, fn: ResolvedFunction, group: Group): Logs {
  const { projectName } = logProject(scope);
  const store = group.add(Store, "logs", {
    projectName,
    logstoreName: logStoreName(fn.name),
    retentionPeriod: fn.logRetention === "forever" ? FOREVER : fn.logRetention,
    shardCount: 1,
    autoSplit: true,
    maxSplitShardCount: 64,
    appendMeta: true,
    enableWebTracking: false,
  });
  const index = group.add(StoreIndex, "logs-index", {
    project: projectName,
    logstore: store.logstoreName,
    fullText: { caseSensitive: false, includeChinese: false, token: TOKENS },
  });
  const whenSettled = (name: Output<string>) => settled(name, store.createTime, scope.facts.settle);
  return {
    // A project is older than its logstores, and the provider reports its age without a time zone.
    project: whenSettled(store.projectName),
    logstore: whenSettled(store.logstoreName),
    ready: [store, index],
  };
}

function functionArgs(
  scope: AliyunScope,
  fn: ResolvedFunction,
  group: Group,
  artifact: Artifact | undefined,
  role: ServiceRole,
  { project, logstore }: Logs,
): V3FunctionArgs {
  return {
    functionName: functionName(scope.deployment, fn.name),
    role: role.arn,
    ...(fn.description !== undefined && { description: fn.description }),
    ...(artifact ? packageArgs(scope, fn, group, artifact) : imageArgs(scope, fn)),
    // The provider's defaults are not FC's, so everything that has one is said.
    memorySize: fn.memory,
    cpu: cpuFor(fn.memory),
    diskSize: fn.ephemeralStorage,
    timeout: fn.timeout,
    instanceConcurrency: 1,
    internetAccess: true,
    environmentVariables: environment(scope, fn),
    logConfig: {
      project,
      logstore,
      // The store holds what the function says, and nothing that a log trigger would have to skip.
      enableRequestMetrics: false,
      enableInstanceMetrics: false,
      logBeginRule: "None",
    },
    // In a spec later layers lie over earlier ones; in FC earlier ones lie over later ones.
    ...(fn.layers.length > 0 && { layers: scope.values(fn.layers).apply((layers) => [...layers].reverse()) }),
    ...networkArgs(scope, fn),
    tags: fn.tags,
  };
}

/** The package goes through a bucket, as an object named after its content; see docs/decisions/016. */
function packageArgs(
  scope: AliyunScope,
  fn: ResolvedFunction,
  group: Group,
  artifact: Artifact,
): Pick<V3FunctionArgs, "code" | "handler" | "runtime" | "customRuntimeConfig"> {
  const bucket = codeBucket(scope);
  const object = group.add(
    BucketObject,
    "code",
    {
      bucket: bucket.bucket.apply((name) => name ?? ""),
      key: `${fn.name}/${artifact.sha256}.zip`,
      source: artifact.zip,
    },
    {
      // Content never changes under its name: where the file lies on this machine is nobody's change.
      logicalName: `${scope.deployment.name}-${fn.name}-code-${artifact.sha256.slice(0, 12)}`,
      ignoreChanges: ["source"],
    },
  );
  return {
    code: { ossBucketName: object.bucket, ossObjectName: object.key },
    handler: artifact.handler,
    runtime: artifact.runtime,
    ...(fn.runtime === "custom" && { customRuntimeConfig: { commands: ["/code/bootstrap"], port: 9000 } }),
  };
}

/** FC wants a handler for images too, and ignores it. */
function imageArgs(
  scope: AliyunScope,
  fn: ResolvedFunction,
): Pick<V3FunctionArgs, "customContainerConfig" | "handler" | "runtime"> {
  const { uri, command, entrypoint } = fn.image ?? { uri: "" };
  return {
    handler: "index.handler",
    runtime: "custom-container",
    customContainerConfig: {
      image: scope.value(uri),
      ...(command && { commands: command }),
      ...(entrypoint && { entrypoints: entrypoint }),
      port: 9000,
    },
  };
}

/** That there is exactly one security group, and that the network is named, is checked before. */
function networkArgs(scope: AliyunScope, fn: ResolvedFunction): Pick<V3FunctionArgs, "vpcConfig" | "nasConfig"> {
  const { vpc, fileSystem } = fn;
  if (vpc === undefined) return {};
  return {
    vpcConfig: {
      vpcId: scope.value(vpc.id ?? ""),
      vswitchIds: scope.values(vpc.subnets),
      securityGroupId: scope.values(vpc.securityGroups).apply((groups) => groups[0] ?? ""),
    },
    ...(fileSystem && {
      nasConfig: {
        userId: 0,
        groupId: 0,
        mountPoints: [{ serverAddr: scope.value(fileSystem.id), mountDir: fileSystem.path, enableTls: false }],
      },
    }),
  };
}

/** Every change of code or settings publishes a version, and none is ever deleted: the way back is an alias to it. */
function createAlias(
  fn: ResolvedFunction,
  group: Group,
  node: V3Function,
  args: V3FunctionArgs,
  artifact: Artifact | undefined,
): V3Alias | undefined {
  const name = aliasName(fn);
  if (name === undefined) return undefined;
  const version = group.add(
    V3FunctionVersion,
    "version",
    { functionName: node.functionName, description: contentHash(args, artifact) },
    { retainOnDelete: true },
  );
  const weights = Object.entries(fn.alias?.weights ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return group.add(
    V3Alias,
    "alias",
    {
      aliasName: name,
      functionName: node.functionName,
      versionId: fn.alias?.version ?? version.versionId,
      ...(weights.length > 0 && {
        additionalVersionWeight: Object.fromEntries(weights.map(([other, percent]) => [other, percent / 100])),
      }),
    },
    { dependsOn: [version] },
  );
}

/** FC publishes when a version's description changes: so that is what the function is made of, hashed. */
const contentHash = ({ code, ...settings }: V3FunctionArgs, artifact: Artifact | undefined): Output<string> =>
  jsonStringify({ ...settings, code: artifact?.sha256 }).apply((text) =>
    createHash("sha256").update(text).digest("hex").slice(0, 32),
  );

function createConcurrency(fn: ResolvedFunction, group: Group, node: V3Function): void {
  const { reserved, provisioned } = fn.concurrency;
  if (reserved !== undefined) {
    group.add(V3ConcurrencyConfig, "reserved", { functionName: node.functionName, reservedConcurrency: reserved });
  }
  if (provisioned === undefined) return;
  group.add(V3ProvisionConfig, "provisioned", {
    functionName: node.functionName,
    qualifier: LATEST,
    target: provisioned,
    // Warm, but not paid for as if it ran.
    alwaysAllocateCpu: false,
    alwaysAllocateGpu: false,
  });
}

/**
 * FC keeps one such configuration per alias, but the provider always reads that of the latest code. So both get the same,
 * the latest code's first: then what is read is true for both.
 */
function createAsyncConfigs(
  scope: AliyunScope,
  fn: ResolvedFunction,
  group: Group,
  node: V3Function,
  alias: V3Alias | undefined,
): void {
  const settings = asyncSettings(fn);
  if (settings === undefined) return;
  const inputs = { functionName: node.functionName, ...asyncArgs(scope, settings) };
  const latest = group.add(V3AsyncInvokeConfig, "async", { ...inputs, qualifier: LATEST });
  if (alias === undefined) return;
  group.add(V3AsyncInvokeConfig, "async-alias", { ...inputs, qualifier: alias.aliasName }, { dependsOn: [latest] });
}

function asyncArgs(scope: AliyunScope, { retries, maxAge, onSuccess, onFailure }: AsyncSettings) {
  return {
    asyncTask: false,
    maxAsyncRetryAttempts: retries,
    maxAsyncEventAgeInSeconds: maxAge,
    // Said even when there is nothing in it: FC always answers with one, which would be a change to undo.
    destinationConfig: {
      ...(onSuccess !== undefined && { onSuccess: { destination: destinationArn(scope, onSuccess) } }),
      ...(onFailure !== undefined && { onFailure: { destination: destinationArn(scope, onFailure) } }),
    },
  };
}

/** FC names queues and topics by what is sent to them. */
const destinationArn = (scope: AliyunScope, name: string): Output<string> =>
  policyArn(scope, name).apply((arn) => (arn.startsWith("acs:mns:") ? `${arn}/messages` : arn));
