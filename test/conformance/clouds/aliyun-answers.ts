import { partOfArn } from "../../../adapters/aliyun/arns.ts";
import { STRATEGIES } from "../../../adapters/aliyun/triggers/retry.ts";
import type { Place } from "../../../offline/drivers/cloud.ts";
import type { OfflineEndpoint } from "../../../offline/drivers/operator.ts";
import type { OssClient } from "../../emulator/oss/client.ts";
import { fc, ossOf, rpc, sls } from "./aliyun-api.ts";
import type { Answers, FunctionSettings, Schedule } from "./cloud.ts";

interface BusRule {
  readonly Targets: readonly {
    readonly PushRetryStrategy: keyof typeof STRATEGIES;
    readonly DeadLetterQueue?: { readonly Arn?: string };
    readonly Endpoint?: string;
  }[];
}

/** The answers of Aliyun's APIs about the deployment. */
export function answers(at: OfflineEndpoint): Answers {
  return {
    settings: (fn) => settings(at, fn),
    schedules: (fn) => schedules(at, fn),
    // The shim keeps these rules.
    sources: async () => [],
    bucketSettings: (bucket) => bucketSettings(at, bucket),
    async busDelivery(fn, { name: EventBusName }) {
      const { Data } = (await rpc(at, "eventbridge", "ListRules", { EventBusName })) as { Data: { Rules: BusRule[] } };
      const targets = Data.Rules.flatMap(({ Targets }) => Targets);
      const own = targets.find(({ Endpoint = "" }) => Endpoint.includes(`functions/${fn.name}`));
      const strategy = own && STRATEGIES[own.PushRetryStrategy];
      return { retries: strategy?.retries, maxAgeSeconds: strategy?.seconds, deadLetter: own?.DeadLetterQueue?.Arn };
    },
    // A topic calls asynchronously: what the function fails on is the function's affair.
    subscriptionDeadLetter: async () => undefined,
    async isOnDemand({ id }) {
      const { autoSplit } = await logstoreOf(at, id);
      return autoSplit;
    },
    // The table's client keeps this rule.
    expiryColumn: async () => undefined,
  };
}

interface Configuration {
  readonly runtime: string;
  readonly memorySize: number;
  readonly timeout: number;
  readonly diskSize?: number;
  readonly customContainerConfig?: { readonly image?: string };
  readonly layers?: readonly { readonly arn: string }[];
  readonly vpcConfig?: { readonly vSwitchIds?: readonly string[] };
  readonly nasConfig?: { readonly mountPoints?: readonly { readonly serverAddr: string }[] };
  readonly logConfig?: { readonly project: string; readonly logstore: string };
}

async function settings(at: OfflineEndpoint, { name }: Place): Promise<FunctionSettings> {
  // Questions whose answer is "nothing was set" are refused.
  const ofFunction = async <T>(action: string, path: string): Promise<Partial<T>> => {
    const asked = fc(at, `functions/${name}${path}`, { action, method: "GET" });
    return asked.then(
      (answer) => answer.json() as T,
      () => ({}),
    );
  };
  const c = await ofFunction<Configuration>("GetFunction", "");
  const concurrency = await ofFunction<{ reservedConcurrency: number }>("GetConcurrencyConfig", "/concurrency");
  const warm = await ofFunction<{ target: number }>("GetProvisionConfig", "/provision-config");
  const asynchronous = await ofFunction<{ maxAsyncRetryAttempts: number; maxAsyncEventAgeInSeconds: number }>(
    "GetAsyncInvokeConfig",
    "/async-invoke-config",
  );
  return {
    runtime: c.runtime ?? "",
    memoryMb: c.memorySize ?? 0,
    timeoutSeconds: c.timeout ?? 0,
    diskMb: c.diskSize,
    image: c.customContainerConfig?.image,
    layers: (c.layers ?? []).map(({ arn }) => arn),
    subnets: c.vpcConfig?.vSwitchIds ?? [],
    fileSystems: (c.nasConfig?.mountPoints ?? []).map(({ serverAddr }) => serverAddr),
    logRetentionDays: c.logConfig && (await logstore(at, c.logConfig.project, c.logConfig.logstore)).ttl,
    reserved: concurrency.reservedConcurrency,
    provisioned: warm.target,
    asyncRetries: asynchronous.maxAsyncRetryAttempts,
    asyncMaxAgeSeconds: asynchronous.maxAsyncEventAgeInSeconds,
  };
}

/** The settings of a logstore, from SLS. */
export async function logstore(at: OfflineEndpoint, project: string, name: string): Promise<Logstore> {
  const answer = await sls(at, `/logstores/${name}`, { action: "GetLogStore", method: "GET", project });
  return answer.json() as Logstore;
}

export const logstoreOf = (at: OfflineEndpoint, id: string): Promise<Logstore> =>
  logstore(at, partOfArn(id, "project") ?? "", partOfArn(id, "logstore") ?? "");

interface Logstore {
  readonly ttl: number;
  readonly autoSplit: boolean;
  readonly encrypt_conf?: { readonly enable: boolean; readonly user_cmk_info?: { readonly cmk_key_id: string } };
}

async function schedules(at: OfflineEndpoint, { name }: Place): Promise<Schedule[]> {
  const call = { action: "ListTriggers", method: "GET" } as const;
  const { triggers = [] } = (await fc(at, `functions/${name}/triggers`, call)).json() as {
    triggers?: { triggerType: string; triggerConfig: string }[];
  };
  return triggers
    .filter(({ triggerType }) => triggerType === "timer")
    .map(({ triggerConfig }) => {
      const { cronExpression, enable } = JSON.parse(triggerConfig) as { cronExpression: string; enable: boolean };
      const [, timezone, expression = cronExpression] = /^CRON_TZ=(\S+) (.*)$/.exec(cronExpression) ?? [];
      return { expression, ...(timezone !== undefined && { timezone }), enabled: enable };
    });
}

interface ExpiryRule {
  readonly prefix?: string;
  readonly expiration: { readonly days: string };
}

async function bucketSettings(at: OfflineEndpoint, { name }: Place) {
  const client = (await ossOf(at, name)) as OssClient;
  const { versionStatus } = await client.getBucketVersioning(name);
  const { rules: cors } = await client.getBucketCORS(name);
  // The client returns a rule in this form, whatever its types say.
  const { rules } = (await client.getBucketLifecycle(name)) as unknown as { readonly rules: readonly ExpiryRule[] };
  return {
    versioning: versionStatus === "Enabled",
    corsOrigins: cors.flatMap(({ allowedOrigin }) => allowedOrigin),
    expire: rules.map(({ prefix = "", expiration }) => ({ prefix, days: Number(expiration.days) })),
  };
}
