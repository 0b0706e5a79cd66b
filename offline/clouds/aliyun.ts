import type { Access } from "@polyfn/aliyun-emulator";
import { requirePackages } from "../../infra/packages.ts";
import { aliyunEmulator } from "../endpoint/servers/aliyun.ts";
import type { AlicloudContext } from "../plugins/alicloud/clients.ts";
import { emulatorFaults } from "./aliyun-faults.ts";
import type { Deployed, OfflineCloud, OfflineProvider } from "./cloud.ts";

const EMULATOR = "@polyfn/aliyun-emulator";

/** Calls the emulator's own API. */
async function own<T>(url: string, path: string, body: object, method = "POST"): Promise<T> {
  const answer = await fetch(new URL(`/_polyfn/${path}`, url), { method, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} of ${url} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

function partOf({ prefix, parts }: Deployed): object {
  const named = (kind: string) => parts.filter((part) => part.kind === kind);
  return {
    prefix,
    buckets: named("bucket").map(({ name }) => name),
    queues: named("queue").map(({ name }) => name),
    sources: named("queue").flatMap(({ name, isSource }) => (isSource ? [name] : [])),
    instances: named("table").flatMap(({ id }) => /:instance\/([^/]+)\//.exec(id)?.[1] ?? []),
  };
}

export const aliyun: OfflineCloud = {
  server: aliyunEmulator,
  packages: [EMULATOR, "@alicloud/openapi-core", "@alicloud/sls20201230", "ali-oss", "tablestore"],
  async environment(url) {
    const answer = await fetch(new URL("/_polyfn/access", url));
    if (!answer.ok) throw new Error(`${url} is not an Aliyun emulator: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as Access).environment;
  },
  coverage: async () => (await import("@polyfn/aliyun-emulator")).coverage(),
  run: async (options) => {
    requirePackages([EMULATOR], "to run Aliyun on this machine");
    return (await import("./aliyun-run.ts")).runAliyun(options);
  },
  quiet: 0,
  async activity(app) {
    const { total, services } = await own<{ total: number; services: object }>(app.url, "pending", partOf(app));
    return { pending: total, detail: JSON.stringify(services), trace: "" };
  },
  async empty(app) {
    await own(app.url, "empty", partOf(app));
    return false;
  },
  async advance(url, duration) {
    await own(url, "clock", { advance: duration });
  },
  openFaults: async (url, prefix) => emulatorFaults(prefix, (method, body) => own(url, "faults", body, method)),
  async provider(): Promise<OfflineProvider> {
    const { alicloudPlugin } = await import("../plugins/alicloud/plugin.ts");
    const configure: OfflineProvider<AlicloudContext>["configure"] = (args, url, signal) => {
      // A test may call other hosts, which a provider of its own process must not.
      process.env.POLYFN_ALIYUN_OTHERS ??= "leave";
      const before = process.env.HTTPS_PROXY;
      process.env.HTTPS_PROXY = url;
      try {
        return alicloudPlugin.configure(args, signal);
      } finally {
        if (before === undefined) delete process.env.HTTPS_PROXY;
        else process.env.HTTPS_PROXY = before;
      }
    };
    return { plugin: alicloudPlugin, configure } as OfflineProvider;
  },
  withheld: [
    "ALICLOUD_ACCESS_KEY",
    "ALICLOUD_SECRET_KEY",
    "ALICLOUD_SECURITY_TOKEN",
    "ALICLOUD_PROFILE",
    "ALICLOUD_REGION",
    "ALICLOUD_ACCOUNT_ID",
    "ALICLOUD_ECS_ROLE_NAME",
    "ALICLOUD_ASSUME_ROLE_ARN",
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
    "ALIBABA_CLOUD_PROFILE",
    "ALIBABA_CLOUD_REGION",
    "ALIBABA_CLOUD_ACCOUNT_ID",
    "ALIBABA_CLOUD_ECS_METADATA",
    "ALIBABA_CLOUD_ROLE_ARN",
    "ALIBABA_CLOUD_CREDENTIALS_URI",
    "ALIBABA_CLOUD_CREDENTIALS_FILE",
  ],
};
