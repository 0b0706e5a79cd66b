import { type AliyunServer, startAliyun } from "@polyfn/aliyun-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { offlineOperator } from "../../offline/drivers/operator.ts";
import { Echo, echoProject, echoSettings, echoSpec, type Spec } from "./support/echo.ts";
import { expectNoChanges, expectSuccess } from "./support/expect.ts";
import type { Project } from "./support/project.ts";

const region = "cn-hangzhou";
/** Longer than any deployment on any machine; milliseconds. */
const LONG = 3_600_000;

let project: Project;
beforeAll(async () => {
  project = await echoProject();
  await project.write("polyfn.json", JSON.stringify(small()));
});
afterAll(async () => {
  await project?.[Symbol.asyncDispose]();
});

/** Roles of a function and of its bucket, the function's logs, and a function that follows them. */
function small(): Spec {
  const { functions, resources, ...spec } = echoSpec();
  const { worker, watcher } = functions as Record<string, { triggers: Record<string, unknown> }>;
  return {
    ...spec,
    resources: { outbox: resources.outbox, files: resources.files },
    functions: { worker: { ...worker, triggers: { onFile: worker?.triggers.onFile } }, watcher },
  };
}

const open = (name: string, server: AliyunServer, settle: number) =>
  project.stack(
    name,
    { aliyun: server.url },
    { ...echoSettings, target: "aliyun", region, settings: { endpoint: server.url, settle } },
  );

describe("roles and logs that Function Compute learns of late, on the Aliyun emulator", () => {
  it("succeeds at the first up when the stack waits, and changes nothing at the second", async () => {
    await using server = await startAliyun({ settle: 3000 });
    const stack = await open("patient", server, 5);
    expectSuccess(await stack.up());
    const echo = await Echo.on(await offlineOperator("aliyun", { endpoint: server.url, region }), stack);
    await echo.ways.bucket("settled");
    expectNoChanges(await stack.up());
  });

  it("fails when the stack does not wait, and converges when up runs again", async () => {
    await using server = await startAliyun({ settle: LONG });
    const stack = await open("hasty", server, 0);
    const refused = await stack.up();
    expect(refused.ok).toBe(false);
    expect(refused.problems.join("\n")).toMatch(/AccessDenied.*does not exist/s);
    await server.clock.advance(LONG);
    let outcome = await stack.up();
    // Each run sees the resources of the one before it.
    for (let run = 0; !outcome.ok && run < 2; run++) {
      await server.clock.advance(LONG);
      outcome = await stack.up();
    }
    expectSuccess(outcome);
  });
});
