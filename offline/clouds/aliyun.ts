import type { Access } from "@polyfn/aliyun-emulator";
import { requirePackages } from "../../infra/packages.ts";
import { aliyunEmulator } from "../endpoint/servers/aliyun.ts";
import type { OfflineCloud } from "./cloud.ts";

const EMULATOR = "@polyfn/aliyun-emulator";

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
