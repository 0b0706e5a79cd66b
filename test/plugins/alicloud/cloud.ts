import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AliyunServer, startAliyun } from "@polyfn/aliyun-emulator";
import { afterAll, beforeAll } from "vitest";
import type { AlicloudContext } from "../../../offline/plugins/alicloud/clients.ts";
import { alicloudPlugin } from "../../../offline/plugins/alicloud/plugin.ts";
import { Journal } from "../../../offline/plugins/server/journal.ts";
import { Lifecycle } from "../../../offline/plugins/server/lifecycle.ts";
import type { Session } from "../../../offline/plugins/server/plugin.ts";

export { TestResource } from "../test-resource.ts";

export const ACCOUNT = "1234567890123456";
export const REGION = "cn-hangzhou";

/** A separate cloud for one test file. */
export interface Cloud {
  lifecycle: Lifecycle<AlicloudContext>;
  session: Session<AlicloudContext>;
  server: AliyunServer;
  /** Creations that the engine may not have recorded. */
  journal: Journal;
}

/** Starts the emulator in this process before the file's tests and stops it after them. */
export function useCloud(): Cloud {
  const cloud = {} as Cloud;
  const notes = mkdtempSync(join(tmpdir(), "polyfn-journal-"));
  beforeAll(async () => {
    cloud.server = await startAliyun();
    process.env.HTTPS_PROXY = cloud.server.url;
    const args = { region: REGION, accessKey: "offline", secretKey: "offline", accountId: ACCOUNT };
    cloud.session = alicloudPlugin.configure(args, new AbortController().signal);
    cloud.journal = new Journal("test", notes);
    cloud.lifecycle = new Lifecycle(alicloudPlugin, cloud.session, cloud.journal);
  });
  afterAll(async () => {
    await cloud.server.stop();
    delete process.env.HTTPS_PROXY;
    rmSync(notes, { recursive: true, force: true });
  });
  return cloud;
}
