import { createHash } from "node:crypto";
import type { ResolvedFunction } from "../../model/resolve.ts";
import type { Entrypoint } from "../deployment.ts";
import { lift, packageOf, type Symbolic, text, waitFor } from "../graph/expression.ts";
import { functionGroup, type Group } from "../graph/group.ts";
import type { PartHandle } from "../graph/lowering.ts";
import { type NodeRef, ref } from "../graph/node.ts";
import type { InputsOf, OutputsOf } from "../graph/provider-types.ts";
import { arnOf } from "./arns.ts";
import { type AsyncSettings, asyncSettings } from "./async-config.ts";
import type { AliyunScope } from "./context.ts";
import { environment } from "./environment.ts";
import { addInvokers } from "./invokers.ts";
import { aliasName, functionName, LATEST, logStoreName, roleName } from "./names.ts";
import { policyArn } from "./references.ts";
import type { AliyunTypes } from "./resource-types.ts";
import { TOKENS } from "./resources/stream.ts";
import { addServiceRole, rolePolicy, type ServiceRole } from "./role.ts";
import { codeBucket, logProject } from "./shared.ts";
import { cpuFor } from "./sizes.ts";

type FunctionInputs = InputsOf<AliyunTypes, "alicloud:fc/v3Function:V3Function">;
type FunctionNode = NodeRef<OutputsOf<AliyunTypes, "alicloud:fc/v3Function:V3Function">>;
type AliasNode = NodeRef<OutputsOf<AliyunTypes, "alicloud:fc/v3Alias:V3Alias">>;

const reversed = lift("reversed", (list: readonly string[]) => [...list].reverse());
const first = lift("first", (list: readonly string[]) => list[0] ?? "");
const textOf = lift("text", (name: string | undefined) => name ?? "");

/** A function with everything that exists only for it. What calls it is made by its triggers. */
export function lowerFunction(
  scope: AliyunScope,
  fn: ResolvedFunction,
  entrypoint: Entrypoint | undefined,
): PartHandle {
  const { component, group } = functionGroup<AliyunTypes>(scope, fn, "polyfn:aliyun:Function");
  const role = addServiceRole(scope, group, {
    name: roleName(scope.deployment, fn.name),
    principal: { Service: ["fc.aliyuncs.com"] },
    policy: rolePolicy(scope, fn),
    tags: fn.tags,
  });
  const logs = addLogs(scope, fn, group);
  const args = functionArgs(scope, fn, group, entrypoint, role, logs);
  const node = group.add("alicloud:fc/v3Function:V3Function", "function", args, {
    dependsOn: [...role.ready, ...logs.ready],
  });
  const alias = addAlias(fn, group, node, args);
  addConcurrency(fn, group, node);
  addAsyncConfigs(scope, fn, group, node, alias);
  addInvokers(scope, fn, group);
  return {
    name: ref(node, "functionName"),
    // The alias is part of the name by which others call it, and known before it exists.
    id: arnOf.function(scope.context.place, ref(node, "functionName"), aliasName(fn)),
    component,
    nodes: group.nodes,
  };
}

interface Logs {
  readonly project: Symbolic<string>;
  readonly logstore: Symbolic<string>;
  readonly ready: readonly NodeRef[];
}

/** SLS's own word for "never expires". */
const FOREVER = 3650;

/** The function's log, with the index that searching it needs. */
function addLogs(scope: AliyunScope, fn: ResolvedFunction, group: Group<AliyunTypes>): Logs {
  const projectName = ref(logProject(scope), "projectName");
  const store = group.add("alicloud:log/store:Store", "logs", {
    projectName,
    logstoreName: logStoreName(fn.name),
    retentionPeriod: fn.logRetention === "forever" ? FOREVER : fn.logRetention,
    shardCount: 1,
    autoSplit: true,
    maxSplitShardCount: 64,
    appendMeta: true,
    enableWebTracking: false,
  });
  const index = group.add("alicloud:log/storeIndex:StoreIndex", "logs-index", {
    project: projectName,
    logstore: ref(store, "logstoreName"),
    fullText: { caseSensitive: false, includeChinese: false, token: TOKENS },
  });
  const whenSettled = (name: Symbolic<string>) => waitFor(name, ref(store, "createTime"), scope.context.settle);
  return {
    // A project is older than its logstores, and the provider reports its age without a time zone.
    project: whenSettled(ref(store, "projectName")),
    logstore: whenSettled(ref(store, "logstoreName")),
    ready: [store, index],
  };
}

function functionArgs(
  scope: AliyunScope,
  fn: ResolvedFunction,
  group: Group<AliyunTypes>,
  entrypoint: Entrypoint | undefined,
  role: ServiceRole,
  { project, logstore }: Logs,
): FunctionInputs {
  return {
    functionName: functionName(scope.deployment, fn.name),
    role: role.arn,
    ...(fn.description !== undefined && { description: fn.description }),
    ...(entrypoint ? packageArgs(scope, fn, group, entrypoint) : imageArgs(scope, fn)),
    // The provider's defaults differ from FC's, so every field with a default is given.
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
    ...(fn.layers.length > 0 && { layers: reversed(scope.values(fn.layers)) }),
    ...networkArgs(scope, fn),
    tags: fn.tags,
  };
}

/** The package goes through a bucket, as an object named after its content; see docs/decisions/016. */
function packageArgs(
  scope: AliyunScope,
  fn: ResolvedFunction,
  group: Group<AliyunTypes>,
  { handler, runtime }: Entrypoint,
): Pick<FunctionInputs, "code" | "handler" | "runtime" | "customRuntimeConfig"> {
  const object = group.add(
    "alicloud:oss/bucketObject:BucketObject",
    "code",
    {
      bucket: textOf(ref(codeBucket(scope), "bucket")),
      key: text`${fn.name}/${packageOf(fn.name, "sha256")}.zip`,
      source: packageOf(fn.name, "path"),
    },
    // Content never changes under its name, so the path on this machine is ignored.
    { digestOf: fn.name, ignoreChanges: ["source"] },
  );
  return {
    code: { ossBucketName: ref(object, "bucket"), ossObjectName: ref(object, "key") },
    handler,
    runtime,
    ...(fn.runtime === "custom" && { customRuntimeConfig: { commands: ["/code/bootstrap"], port: 9000 } }),
  };
}

/** FC wants a handler for images too, and ignores it. */
function imageArgs(
  scope: AliyunScope,
  fn: ResolvedFunction,
): Pick<FunctionInputs, "customContainerConfig" | "handler" | "runtime"> {
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
function networkArgs(scope: AliyunScope, fn: ResolvedFunction): Pick<FunctionInputs, "vpcConfig" | "nasConfig"> {
  const { vpc, fileSystem } = fn;
  if (vpc === undefined) return {};
  return {
    vpcConfig: {
      vpcId: scope.value(vpc.id ?? ""),
      vswitchIds: scope.values(vpc.subnets),
      securityGroupId: first(scope.values(vpc.securityGroups)),
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
function addAlias(
  fn: ResolvedFunction,
  group: Group<AliyunTypes>,
  node: FunctionNode,
  args: FunctionInputs,
): AliasNode | undefined {
  const name = aliasName(fn);
  if (name === undefined) return undefined;
  const version = group.add(
    "alicloud:fc/v3FunctionVersion:V3FunctionVersion",
    "version",
    { functionName: ref(node, "functionName"), description: contentHash(fn, args) },
    { retainOnDelete: true },
  );
  const weights = Object.entries(fn.alias?.weights ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return group.add(
    "alicloud:fc/v3Alias:V3Alias",
    "alias",
    {
      aliasName: name,
      functionName: ref(node, "functionName"),
      versionId: fn.alias?.version ?? ref(version, "versionId"),
      ...(weights.length > 0 && {
        additionalVersionWeight: Object.fromEntries(weights.map(([other, percent]) => [other, percent / 100])),
      }),
    },
    { dependsOn: [version] },
  );
}

/** FC publishes when a version's description changes: so that is what the function is made of, hashed. */
const contentHash = (fn: ResolvedFunction, { code, ...settings }: FunctionInputs): Symbolic<string> =>
  hashOfJson({ ...settings, ...(code !== undefined && { code: packageOf(fn.name, "sha256") }) });

const hashOfJson = lift("hashOfJson", (value: object) =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32),
);

function addConcurrency(fn: ResolvedFunction, group: Group<AliyunTypes>, node: FunctionNode): void {
  const { reserved, provisioned } = fn.concurrency;
  if (reserved !== undefined) {
    group.add("alicloud:fc/v3ConcurrencyConfig:V3ConcurrencyConfig", "reserved", {
      functionName: ref(node, "functionName"),
      reservedConcurrency: reserved,
    });
  }
  if (provisioned === undefined) return;
  group.add("alicloud:fc/v3ProvisionConfig:V3ProvisionConfig", "provisioned", {
    functionName: ref(node, "functionName"),
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
function addAsyncConfigs(
  scope: AliyunScope,
  fn: ResolvedFunction,
  group: Group<AliyunTypes>,
  node: FunctionNode,
  alias: AliasNode | undefined,
): void {
  const settings = asyncSettings(fn);
  if (settings === undefined) return;
  const inputs = { functionName: ref(node, "functionName"), ...asyncArgs(scope, settings) };
  const latest = group.add("alicloud:fc/v3AsyncInvokeConfig:V3AsyncInvokeConfig", "async", {
    ...inputs,
    qualifier: LATEST,
  });
  if (alias === undefined) return;
  group.add(
    "alicloud:fc/v3AsyncInvokeConfig:V3AsyncInvokeConfig",
    "async-alias",
    { ...inputs, qualifier: ref(alias, "aliasName") },
    { dependsOn: [latest] },
  );
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
const destinationArn = (scope: AliyunScope, name: string): Symbolic<string> => messagesOf(policyArn(scope, name));

const messagesOf = lift("messagesOf", (arn: string) => (arn.startsWith("acs:mns:") ? `${arn}/messages` : arn));
