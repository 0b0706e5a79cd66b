import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localstack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { Echo, echoProject, echoSettings } from "./support/echo.ts";
import { expectNoChanges, expectSuccess } from "./support/expect.ts";
import { inventory } from "./support/inventory.ts";
import { type Project, quiet } from "./support/project.ts";

const region = "us-east-1";
/** Features that LocalStack's free code lacks without containers. */
const absent = ["HTTP API", "table", "stream"];

const possible = await localstack.available();
if (!possible) console.log(`skipped: ${localstack.title} needs a Python that was not found here`);

describe.skipIf(!possible)("the echo app on LocalStack", () => {
  let server: TemporaryServer;
  let project: Project;
  let stack: OfflineStack;
  let echo: Echo;

  beforeAll(async () => {
    server = await startTemporaryServer(localstack, quiet);
    project = await echoProject();
    stack = await project.stack("local", server.url, { ...echoSettings, region });
    expect(await inventory({ endpoint: server.url, region }, absent)).toEqual([]);
    expectSuccess(await stack.up());
    echo = await Echo.of(stack, region);
  });
  afterAll(async () => {
    await server.stop();
    await project[Symbol.asyncDispose]();
  });

  it.each(["queue", "bucket", "topic", "bus", "webhook", "url", "api", "log"] as const)("delivers %s", async (way) => {
    await echo.ways[way](`by-${way}`);
  });

  it("changes nothing at a second up with --refresh", async () => {
    expectNoChanges(await stack.up({ args: ["--refresh"] }));
  });

  it("calls the function on schedule", async () => {
    await echo.received("schedule", { word: "tick" }, 130);
  });

  it("leaves nothing at the endpoint after destroy", async () => {
    expectSuccess(await stack.destroy());
    expect(await inventory({ endpoint: server.url, region }, absent)).toEqual([]);
  });
});
