import { signApi } from "../../../adapters/aliyun/runtime/signing/acs3.ts";
import { signMns } from "../../../adapters/aliyun/runtime/signing/mns.ts";
import { type OssCall, signOss } from "../../../adapters/aliyun/runtime/signing/oss.ts";
import { signSls } from "../../../adapters/aliyun/runtime/signing/sls.ts";
import { elements, escapeXml, textOf } from "../../../adapters/aliyun/runtime/xml.ts";
import { ACCOUNT, type AliyunEndpoint, ask, call } from "../../../offline/demo/aliyun/api.ts";
import { aliyunCloud } from "../../../offline/demo/aliyun/cloud.ts";
import type { HttpResponse, Place } from "../../../offline/demo/cloud.ts";
import type { ConformanceCloud, FunctionSettings, Invoked } from "./cloud.ts";

/** Aliyun's own protocols, as the conformance suite speaks them. */
export function aliyunConformance(at: AliyunEndpoint): ConformanceCloud {
  return { ...aliyunCloud(at), ...calls(at), ...storage(at), settings: (fn) => settings(at, fn) };
}

const json = (answer: HttpResponse): unknown => {
  const text = answer.body.toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
};

interface FcCall {
  readonly method?: string;
  /** Below `/2023-03-30/functions/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Calls Function Compute's API; a refusal is an answer. */
function fc({ endpoint, region }: AliyunEndpoint, action: string, { path, ...more }: FcCall): Promise<HttpResponse> {
  const host = `${ACCOUNT}.${region}.fc.aliyuncs.com`;
  const given = { method: "GET", host, path: `/2023-03-30/functions/${path}`, action, version: "2023-03-30", ...more };
  return ask(endpoint, (by) => signApi(given, by));
}

type Calls = Pick<ConformanceCloud, "invoke" | "invokeAsync" | "newestVersion">;

function calls(at: AliyunEndpoint): Calls {
  const invoke = (fn: Place, payload: unknown, how: Pick<FcCall, "query" | "headers">) =>
    fc(at, "InvokeFunction", {
      ...{ method: "POST", path: `${fn.name}/invocations`, body: JSON.stringify(payload) },
      ...how,
    });
  return {
    async invoke(fn, payload, qualifier): Promise<Invoked> {
      const answer = await invoke(fn, payload, { query: qualifier === undefined ? {} : { qualifier } });
      if (answer.status >= 400) return { answer: undefined, refused: (json(answer) as { Code: string }).Code };
      const error = answer.headers["x-fc-error-type"];
      return { answer: json(answer), ...(error !== undefined && { error: String(error) }) };
    },
    async invokeAsync(fn, payload) {
      const { status, body } = await invoke(fn, payload, { headers: { "x-fc-invocation-type": "Async" } });
      if (status !== 202) throw new Error(`an asynchronous call was answered ${status}: ${body.toString("utf8")}`);
    },
    async newestVersion(fn) {
      const query = { direction: "BACKWARD" };
      const answer = await fc(at, "ListFunctionVersions", { path: `${fn.name}/versions`, query });
      return (json(answer) as { versions: { versionId: string }[] }).versions[0]?.versionId ?? "";
    },
  };
}

type Storage = Pick<ConformanceCloud, "sendMessageWith" | "deleteObject" | "objectVersions">;

function storage({ endpoint, region }: AliyunEndpoint): Storage {
  const oss = (bucket: Place, given: Pick<OssCall, "method" | "key" | "query">): OssCall => ({
    host: `${bucket.name}.oss-${region}.aliyuncs.com`,
    ...{ region, bucket: bucket.name },
    ...given,
  });
  return {
    async sendMessageWith({ name }, text, { group, delaySeconds }) {
      const body = [
        '<Message xmlns="http://mns.aliyuncs.com/doc/v1/">',
        `<MessageBody>${escapeXml(text)}</MessageBody>`,
        group === undefined ? "" : `<MessageGroupId>${escapeXml(group)}</MessageGroupId>`,
        delaySeconds === undefined ? "" : `<DelaySeconds>${delaySeconds}</DelaySeconds>`,
        "</Message>",
      ].join("");
      const send = {
        host: `${ACCOUNT}.mns.${region}.aliyuncs.com`,
        ...{ method: "POST", resource: `/queues/${name}/messages`, body },
      };
      await call(endpoint, `a message to ${name}`, (by) => signMns(send, by));
    },
    async deleteObject(bucket, key) {
      await call(endpoint, `deleting ${key}`, (by) => signOss(oss(bucket, { method: "DELETE", key }), by));
    },
    async objectVersions(bucket, key) {
      const list = oss(bucket, { method: "GET", query: { versions: "", prefix: key } });
      const { body } = await call(endpoint, `the versions of ${key}`, (by) => signOss(list, by));
      return elements(body.toString("utf8"), "Version").filter((version) => textOf(version, "Key") === key).length;
    },
  };
}

interface Configuration {
  readonly runtime: string;
  readonly memorySize: number;
  readonly timeout: number;
  readonly diskSize?: number;
  readonly layers?: readonly { readonly arn: string }[];
  readonly vpcConfig?: { readonly vSwitchIds?: readonly string[] };
  readonly nasConfig?: { readonly mountPoints?: readonly { readonly serverAddr: string }[] };
  readonly logConfig?: { readonly project: string; readonly logstore: string };
}

async function settings(at: AliyunEndpoint, { name }: Place): Promise<FunctionSettings> {
  // Questions whose answer is "nothing was set" are refused.
  const ofFunction = async <T>(action: string, path: string): Promise<Partial<T>> => {
    const answer = await fc(at, action, { path: `${name}${path}` });
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
    layers: (c.layers ?? []).map(({ arn }) => arn),
    subnets: c.vpcConfig?.vSwitchIds ?? [],
    fileSystems: (c.nasConfig?.mountPoints ?? []).map(({ serverAddr }) => serverAddr),
    logRetentionDays: await retentionOf(at, c.logConfig),
    reserved: concurrency.reservedConcurrency,
    provisioned: warm.target,
    asyncRetries: asynchronous.maxAsyncRetryAttempts,
    asyncMaxAgeSeconds: asynchronous.maxAsyncEventAgeInSeconds,
  };
}

async function retentionOf(at: AliyunEndpoint, log: Configuration["logConfig"]): Promise<number | undefined> {
  if (!log) return undefined;
  const host = `${log.project}.${at.region}.log.aliyuncs.com`;
  const get = { host, method: "GET", path: `/logstores/${log.logstore}` };
  return (json(await call(at.endpoint, `the logstore ${log.logstore}`, (by) => signSls(get, by))) as { ttl: number })
    .ttl;
}
