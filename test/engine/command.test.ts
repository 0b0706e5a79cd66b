import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../offline/endpoint/address.ts";
import { ministack, stopEndpoint } from "../../offline/endpoint/index.ts";
import { echoProject, echoSettings } from "./support/echo.ts";
import { inventory } from "./support/inventory.ts";
import type { Project } from "./support/project.ts";

const command = fileURLToPath(new URL("../../bin/polyfn.mjs", import.meta.url));
const region = "us-east-1";

describe("polyfn pulumi", () => {
  let project: Project;
  let url: string;

  beforeAll(async () => {
    url = `http://127.0.0.1:${await freePort()}`;
    project = await echoProject();
    const { stringify } = await import("yaml");
    const config = Object.entries({ ...echoSettings, region }).map(([key, value]) => [`polyfn:${key}`, value]);
    await project.write("infra/stacks/Pulumi.dev.yaml", stringify({ config: Object.fromEntries(config) }));
    await project.write("infra/stacks/Pulumi.nowhere.yaml", "config:\n  other:key: value\n");
    await project.write("infra/stacks/Pulumi.real.yaml", "config:\n  polyfn:target: aws\n");
    await project.write(
      "infra/stacks/Pulumi.mixed.yaml",
      "config:\n  polyfn:targets: [{ target: aws }, { target: localstack }]\n",
    );
  });
  afterAll(async () => {
    await stopEndpoint(ministack, url);
    await project[Symbol.asyncDispose]();
  });

  const polyfn = (stack: string, ...args: string[]) =>
    execa(process.execPath, [command, "pulumi", "-s", stack, "--", ...args], {
      cwd: project.directory,
      env: { AWS_ENDPOINT_URL: url, AWS_PROFILE: "a-real-one" },
      stdin: "ignore",
      reject: false,
    });

  it("starts the endpoint when nothing answers, and deploys to it", async () => {
    const { exitCode, stderr, stdout } = await polyfn("dev", "up", "--yes", "--skip-preview");
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stderr).toContain(`started MiniStack at ${url}`);
    expect(await inventory({ endpoint: url, region })).toContain("function echo-dev-worker");
  });

  it("deploys again to an endpoint that was restarted empty, at another address", async () => {
    await stopEndpoint(ministack, url);
    url = `http://127.0.0.1:${await freePort()}`;
    const { exitCode, stderr, stdout } = await polyfn("dev", "up", "--yes", "--skip-preview");
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stderr).toContain("--refresh");
    expect(stderr).toContain(`started MiniStack at ${url}`);
    expect(await inventory({ endpoint: url, region })).toContain("function echo-dev-worker");
  });

  it("runs any Pulumi command and returns the engine's exit code", async () => {
    const outputs = JSON.parse((await polyfn("dev", "stack", "output", "--json")).stdout);
    expect(outputs.resources.inbox.name).toBe("echo-dev-inbox");
    expect((await polyfn("dev", "no-such-command")).exitCode).toBe(1);
  });

  it("destroys what an endpoint had whose address has changed", async () => {
    await stopEndpoint(ministack, url);
    url = `http://127.0.0.1:${await freePort()}`;
    const { exitCode, stderr, stdout } = await polyfn("dev", "destroy", "--yes", "--skip-preview");
    expect(exitCode, stdout + stderr).toBe(0);
    const { deployment } = JSON.parse((await polyfn("dev", "stack", "export")).stdout);
    expect(deployment.resources ?? []).toEqual([]);
  });

  it("keeps the user's environment for a stack of a real cloud and starts no server", async () => {
    const { exitCode, stdout } = await polyfn("real", "about", "--json");
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain(project.directory.concat("/.polyfn/state"));
  });

  it.each([
    ["there is no such stack", "missing", /There is no stack "missing"[\s\S]*Stacks: .*dev, .*mixed, nowhere, real/],
    ["the stack says no target", "nowhere", /Pulumi.nowhere.yaml has no target/],
    ["the stack mixes this machine with a real cloud", "mixed", /mixes targets on this machine with real clouds/],
  ])("reports the problem and the remedy when %s", async (_what, stack, message) => {
    const { exitCode, stderr } = await polyfn(stack, "up");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
