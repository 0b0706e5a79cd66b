import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ministack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { Echo, echoProject, echoSettings } from "./support/echo.ts";
import { expectNoChanges, expectSuccess } from "./support/expect.ts";
import { inventory } from "./support/inventory.ts";
import { type Project, quiet } from "./support/project.ts";

const region = "us-east-1";

describe("the full profile on MiniStack, with the resources of real AWS", () => {
  let server: TemporaryServer;
  let project: Project;
  let stack: OfflineStack;
  let echo: Echo;

  beforeAll(async () => {
    server = await startTemporaryServer(ministack, quiet);
    project = await echoProject();
    stack = await project.stack("full", server.url, { ...echoSettings, region, settings: { profile: "full" } });
    expectSuccess(await stack.up());
    echo = await Echo.of(stack, region);
  });
  afterAll(async () => {
    await server.stop();
    await project[Symbol.asyncDispose]();
  });

  it("creates an HTTP API and a schedule instead of a REST API and a rule", async () => {
    const there = await inventory({ endpoint: server.url, region });
    expect(there.filter((entry) => /^(HTTP API|REST API|schedule) /.test(entry))).toEqual([
      expect.stringMatching(/^HTTP API echo-full-door/),
      expect.stringMatching(/^schedule echo-full-worker-everyMinute/),
    ]);
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
    expect(await inventory({ endpoint: server.url, region })).toEqual([]);
  });
});
