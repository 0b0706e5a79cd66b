import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { ministack, startTemporaryServer } from "../../../offline/endpoint/index.ts";
import { type AwsContext, SERVICES } from "../../../offline/plugins/aws/clients.ts";
import { awsPlugin } from "../../../offline/plugins/aws/plugin.ts";
import { Journal } from "../../../offline/plugins/server/journal.ts";
import { Lifecycle } from "../../../offline/plugins/server/lifecycle.ts";
import type { Session } from "../../../offline/plugins/server/plugin.ts";

export { TestResource } from "../test-resource.ts";

/** A separate cloud for one test file: an endpoint, and an account that no other file uses. */
export interface Cloud {
  lifecycle: Lifecycle<AwsContext>;
  session: Session<AwsContext>;
  readonly account: string;
}

/**
 * Starts an endpoint before the file's tests and stops it after them. With `POLYFN_TEST_ENDPOINT` set, uses that one,
 * which is faster while working on the types.
 */
export function useCloud(): Cloud {
  const account = String(randomInt(100_000_000_000, 999_999_999_999));
  const cloud = { account } as Cloud;
  const journal = mkdtempSync(join(tmpdir(), "polyfn-journal-"));
  let stop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const server = process.env.POLYFN_TEST_ENDPOINT ? undefined : await startTemporaryServer(ministack);
    stop = server?.stop;
    const url = server?.url ?? process.env.POLYFN_TEST_ENDPOINT;
    const endpoints = [Object.fromEntries(SERVICES.map((service) => [service, url]))];
    const args = { region: "us-east-1", accessKey: account, secretKey: "test", endpoints };
    cloud.session = awsPlugin.configure(args, new AbortController().signal);
    cloud.lifecycle = new Lifecycle(awsPlugin, cloud.session, new Journal("test", journal));
  }, 300_000);
  afterAll(async () => {
    await stop?.();
    rmSync(journal, { recursive: true, force: true });
  });
  return cloud;
}
