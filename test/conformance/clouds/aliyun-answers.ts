import { signApi } from "../../../adapters/aliyun/runtime/signing/acs3.ts";
import { signOss } from "../../../adapters/aliyun/runtime/signing/oss.ts";
import { signSls } from "../../../adapters/aliyun/runtime/signing/sls.ts";
import { STRATEGIES } from "../../../adapters/aliyun/triggers/retry.ts";
import { ACCOUNT, type AliyunEndpoint, ask, call, partOf } from "../../../offline/drivers/aliyun/api.ts";
import type { HttpResponse, Place } from "../../../offline/drivers/cloud.ts";
import { elements, textOf } from "../../../runtime/core/xml.ts";
import type { Answers, FunctionSettings, Schedule } from "./cloud.ts";

export const json = (answer: HttpResponse): unknown => {
  const text = answer.body.toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
};

export interface FcCall {
  readonly method?: string;
  /** Below `/2023-03-30/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Calls Function Compute's API; a refusal is an answer. */
export function fc(at: AliyunEndpoint, action: string, { path, ...more }: FcCall): Promise<HttpResponse> {
  const host = `${ACCOUNT}.${at.region}.fc.aliyuncs.com`;
  const given = { method: "GET", host, path: `/2023-03-30/${path}`, action, version: "2023-03-30", ...more };
  return ask(at.endpoint, (by) => signApi(given, by));
}

const SERVICES = {
  ram: { host: () => "ram.aliyuncs.com", version: "2015-05-01" },
  kms: { host: (region: string) => `kms.${region}.aliyuncs.com`, version: "2016-01-20" },
  mns: { host: (region: string) => `mns-open.${region}.aliyuncs.com`, version: "2022-01-19" },
  oos: { host: (region: string) => `oos.${region}.aliyuncs.com`, version: "2019-06-01" },
  eventbridge: { host: (region: string) => `eventbridge-console.${region}.aliyuncs.com`, version: "2020-04-01" },
} as const;

/** Calls a service that takes its parameters in the query. */
export async function rpc(
  { endpoint, region }: AliyunEndpoint,
  service: keyof typeof SERVICES,
  action: string,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { host, version } = SERVICES[service];
  return json(await call(endpoint, action, (by) => signApi({ host: host(region), action, version, query }, by)));
}

interface BusRule {
  readonly Targets: readonly {
    readonly PushRetryStrategy: keyof typeof STRATEGIES;
    readonly DeadLetterQueue?: { readonly Arn?: string };
    readonly Endpoint?: string;
  }[];
}

/** What Aliyun's APIs say of what was deployed. */
export function answers(at: AliyunEndpoint): Answers {
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
      const { autoSplit } = await logstore(at, partOf(id, "project"), partOf(id, "logstore"));
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

async function settings(at: AliyunEndpoint, { name }: Place): Promise<FunctionSettings> {
  // Questions whose answer is "nothing was set" are refused.
  const ofFunction = async <T>(action: string, path: string): Promise<Partial<T>> => {
    const answer = await fc(at, action, { path: `functions/${name}${path}` });
    return answer.status >= 400 ? {} : (json(answer) as T);
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

/** What SLS says of a logstore. */
export async function logstore(at: AliyunEndpoint, project: string, name: string) {
  const host = `${project}.${at.region}.log.aliyuncs.com`;
  const get = { host, method: "GET", path: `/logstores/${name}` };
  const answer = await call(at.endpoint, `the logstore ${name}`, (by) => signSls(get, by));
  return json(answer) as Logstore;
}

interface Logstore {
  readonly ttl: number;
  readonly autoSplit: boolean;
  readonly encrypt_conf?: { readonly enable: boolean; readonly user_cmk_info?: { readonly cmk_key_id: string } };
}

async function schedules(at: AliyunEndpoint, { name }: Place): Promise<Schedule[]> {
  const { triggers = [] } = json(await fc(at, "ListTriggers", { path: `functions/${name}/triggers` })) as {
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

/** One of a bucket's settings, as XML. */
export async function ofBucket({ endpoint, region }: AliyunEndpoint, name: string, part: string): Promise<string> {
  const host = `${name}.oss-${region}.aliyuncs.com`;
  const get = { host, region, bucket: name, method: "GET", query: { [part]: "" } };
  return (await call(endpoint, `${part} of ${name}`, (by) => signOss(get, by))).body.toString("utf8");
}

async function bucketSettings(at: AliyunEndpoint, { name }: Place) {
  const rules = elements(await ofBucket(at, name, "lifecycle"), "Rule");
  return {
    versioning: textOf(await ofBucket(at, name, "versioning"), "Status") === "Enabled",
    corsOrigins: elements(await ofBucket(at, name, "cors"), "AllowedOrigin"),
    expire: rules.map((rule) => ({ prefix: textOf(rule, "Prefix") ?? "", days: Number(textOf(rule, "Days")) })),
  };
}
