import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";
import { Clock } from "../../../offline/aliyun/core/clock.ts";
import { Debugging } from "../../../offline/aliyun/core/debugging.ts";
import type { World } from "../../../offline/aliyun/core/world.ts";
import { createExecutor } from "../../../offline/aliyun/execution/index.ts";
import { startAliyun } from "../../../offline/aliyun/index.ts";

/** Runs one Node.js function, and answers what it does. */
function executorOf(code: string, timeoutSeconds: number) {
  const scratch = mkdtempSync(join(tmpdir(), "polyfn-debugging-"));
  writeFileSync(join(scratch, "index.js"), code);
  const debugging = new Debugging();
  const access = { workerEnvironment: {} };
  const executor = createExecutor({ scratch, debugging, clock: new Clock(), access } as unknown as World);
  onTestFinished(async () => {
    await executor.stop();
    rmSync(scratch, { recursive: true, force: true });
  });
  const fn = {
    ...{ functionName: "site", revision: "1", qualifier: "LATEST", versionId: "LATEST", runtime: "nodejs20" },
    ...{ handler: "index.handler", codeDirectory: scratch, memoryMb: 256, diskMb: 512, timeoutSeconds },
    ...{ environment: {}, instanceConcurrency: 1, idleSeconds: 300, region: "cn-hangzhou", account: "1" },
    credentials: () => undefined,
  };
  const nothing = (): void => undefined;
  const call = async (): Promise<string> => {
    const input = { kind: "event", payload: Buffer.from("") } as const;
    const { outcome } = await executor.run(fn, { requestId: "r", input, onInstance: nothing, onLog: nothing });
    return outcome.body.toString();
  };
  return { debugging, call };
}

test("a debugged function listens in new processes alone, without a limit of time", async () => {
  const code =
    "exports.handler = (event, context, done) => { setTimeout(() => done(null, process.execArgv.join(' ')), 1500); };";
  const { debugging, call } = executorOf(code, 1);
  const port = await getPort({ host: "127.0.0.1" });
  expect(await call()).toContain("timed out after 1 seconds");
  debugging.set("other", port);
  expect(await call()).toContain("timed out after 1 seconds");
  debugging.set("site", port);
  expect(await call()).toContain(`--inspect=127.0.0.1:${port}`);
  debugging.set("site", undefined);
  expect(await call()).toContain("timed out after 1 seconds");
});

test("the emulator's own API says which function is debugged", async () => {
  await using server = await startAliyun();
  const debug = async (body: string): Promise<number> =>
    (await fetch(`${server.url}/_polyfn/debug`, { method: "POST", body })).status;
  expect(await debug('{"function":"site","port":9230}')).toBe(200);
  expect(await debug('{"function":"site"}')).toBe(200);
  for (const wrong of ['{"port":9230}', '{"function":"site","port":0}', '{"function":"site","port":"9230"}', "{"]) {
    expect(await debug(wrong)).toBe(400);
  }
});
