import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { Clock } from "../../../offline/aliyun/core/clock.ts";
import { Debugging } from "../../../offline/aliyun/core/debugging.ts";
import type { World } from "../../../offline/aliyun/core/world.ts";
import { createExecutor } from "../../../offline/aliyun/execution/index.ts";

/** Answers with its surroundings, and with the environment that its process started with. */
const CODE = `
import { readFileSync } from "node:fs";
const atStart = readFileSync("/proc/self/environ", "utf8");
export const handler = () => ({
  directory: process.cwd(), own: process.env.OWN, removed: process.env.TZDIR, name: process.env.FC_FUNCTION_NAME,
  instance: process.env.FC_INSTANCE_ID, startedAhead: !atStart.includes("FC_INSTANCE_ID="),
});`;

function pool() {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "polyfn-spare-")));
  const world = { scratch, debugging: new Debugging(), clock: new Clock(), access: { workerEnvironment: {} } };
  const executor = createExecutor(world as unknown as World);
  onTestFinished(async () => {
    await executor.stop();
    rmSync(scratch, { recursive: true, force: true });
  });
  const deployed = (revision: string, environment: Readonly<Record<string, string>> = { OWN: revision }) => {
    const codeDirectory = mkdtempSync(join(scratch, "code-"));
    writeFileSync(join(codeDirectory, "index.mjs"), CODE);
    return {
      ...{ functionName: "site", revision, qualifier: "LATEST", versionId: "LATEST", runtime: "nodejs20" },
      ...{ handler: "index.handler", codeDirectory, memoryMb: 256, diskMb: 512, timeoutSeconds: 60, environment },
      ...{ instanceConcurrency: 1, idleSeconds: 300, region: "cn-hangzhou", account: "1" },
      credentials: () => undefined,
    };
  };
  const call = async (fn: ReturnType<typeof deployed>) => {
    const input = { kind: "event", payload: Buffer.from("") } as const;
    const request = { requestId: "r", input, onInstance: () => undefined, onLog: () => undefined };
    const { outcome, instanceId, cold } = await executor.run(fn, request);
    return { ...(JSON.parse(outcome.body.toString()) as Record<string, unknown>), instanceId, cold };
  };
  return { executor, deployed, call };
}

test.skipIf(process.platform !== "linux")("a request for replaced code gets a process that started ahead", async () => {
  const { executor, deployed, call } = pool();
  expect(await call(deployed("1"))).toMatchObject({ startedAhead: false, cold: true });
  for (const revision of ["2", "3"]) {
    const fn = deployed(revision);
    executor.retire(fn, [revision]);
    await expect.poll(() => executor.instances(fn)).toEqual([]);
    const answer = await call(fn);
    expect(answer).toEqual({
      ...{ directory: fn.codeDirectory, own: revision, name: "site", startedAhead: true, cold: true },
      ...{ instance: answer.instanceId, instanceId: answer.instanceId },
    });
    expect(executor.instances(fn)).toMatchObject([{ instanceId: answer.instanceId, status: "Running" }]);
    expect(await call(fn)).toMatchObject({ instance: answer.instanceId, cold: false });
  }
});

test.skipIf(process.platform !== "linux")(
  "a function with variables of Node.js gets a process of its own",
  async () => {
    const { executor, deployed, call } = pool();
    await call(deployed("1"));
    const fn = deployed("2", { NODE_OPTIONS: "--no-warnings" });
    executor.retire(fn, ["2"]);
    expect(await call(fn)).toMatchObject({ startedAhead: false, cold: true });
  },
);
