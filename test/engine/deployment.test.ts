import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { DeploymentReport } from "../../cli/deployment/deployment-run.ts";
import { freePort } from "../../offline/endpoint/address.ts";
import { ministack, stopEndpoint } from "../../offline/endpoint/index.ts";
import { polyfn } from "../cli/polyfn.ts";
import { echoProject, echoSettings, echoSpec, type Spec } from "./support/echo.ts";
import { filesWith } from "./support/files-with.ts";
import { inventory } from "./support/inventory.ts";
import type { Project } from "./support/project.ts";

const command = fileURLToPath(new URL("../../bin/polyfn.mjs", import.meta.url));
const region = "us-east-1";
const SECRET = "planted-webhook-secret";

/** The echo app, with the secret in an environment too. */
function appSpec(): Spec {
  const { functions, ...spec } = echoSpec();
  const front = { ...(functions.front as object), environment: { TOKEN: { config: "webhookSecret" } } };
  const hooks = { ...(functions.hooks as object), recordEvents: true };
  return { ...spec, functions: { ...functions, front, hooks } };
}

describe("polyfn up, preview, refresh, outputs and destroy", () => {
  let project: Project;
  let url: string;

  beforeAll(async () => {
    url = `http://127.0.0.1:${await freePort()}`;
    project = await echoProject();
    await project.write("polyfn.json", JSON.stringify(appSpec()));
    const { stringify } = await import("yaml");
    const { webhookSecret: _, ...settings } = echoSettings;
    const config = Object.entries({ ...settings, region }).map(([key, value]) => [`polyfn:${key}`, value]);
    await project.write("infra/stacks/Pulumi.dev.yaml", stringify({ config: Object.fromEntries(config) }));
  });
  afterAll(async () => {
    await stopEndpoint(ministack, url);
    await project[Symbol.asyncDispose]();
  });

  const printed: string[] = [];
  const start = (name: string, ...args: string[]) => {
    const child = execa(process.execPath, [command, name, "-s", "dev", ...args], {
      cwd: project.directory,
      env: { AWS_ENDPOINT_URL: url },
      stdin: "ignore",
      reject: false,
    });
    void child.then(({ stdout, stderr }) => printed.push(stdout, stderr));
    return child;
  };
  const report = async (name: string, ...args: string[]): Promise<DeploymentReport> => {
    const { stdout, stderr } = await start(name, ...args, "--json");
    expect(stdout, stderr).toMatch(/^\{/);
    return JSON.parse(stdout) as DeploymentReport;
  };
  const locks = async (): Promise<string[]> => {
    const root = join(project.directory, ".polyfn", "state", ".pulumi", "locks");
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  /** Starts an up and sends this many times Ctrl-C once the engine works on the stack. */
  const interrupted = async (times: number) => {
    const running = start("up", "--yes");
    await expect.poll(locks).not.toEqual([]);
    for (let sent = 0; sent < times; sent += 1) {
      running.kill("SIGINT");
      // Signals that come too fast are one.
      await expect.poll(() => running.stderr.readableFlowing).toBeTypeOf("boolean");
    }
    return running;
  };

  it("refuse to change anything without --yes where nobody can answer", async () => {
    for (const name of ["up", "refresh", "destroy"]) {
      const { exitCode, stderr, stdout } = await start(name);
      expect(exitCode, stderr).toBe(2);
      expect(stderr).toContain("Add --yes");
      expect(stdout).toBe("");
    }
  });

  it("say that a stack was never deployed", async () => {
    const { exitCode, stderr } = await start("outputs");
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain('The stack "dev" was never deployed.');
    expect((await start("destroy", "--yes")).exitCode).toBe(2);
  });

  it("report the problems of a spec before the engine runs", async () => {
    const spec = appSpec();
    await project.write("polyfn.json", JSON.stringify({ ...spec, functions: { worker: { handler: "missing.ts" } } }));
    const { exitCode, stdout } = await start("up", "--yes", "--json");
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).problems).not.toEqual([]);
    await project.write("polyfn.json", JSON.stringify(spec));
  });

  it("take a secret from the stack's encrypted configuration", async () => {
    expect((await start("pulumi", "--", "stack", "init", "dev")).exitCode).toBe(0);
    const { exitCode, stderr } = await start(
      "pulumi",
      "--",
      "config",
      "set",
      "--secret",
      "polyfn:webhookSecret",
      SECRET,
    );
    expect(exitCode, stderr).toBe(0);
  });

  it("preview every resource by its part of the spec, and create none", async () => {
    const { result, changes, outputs } = await report("preview");
    expect(result).toBe("succeeded");
    expect(outputs).toBeUndefined();
    expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(["created"]));
    expect(changes).toContainEqual(
      expect.objectContaining({ target: "localstack", part: "worker", trigger: "onEvent" }),
    );
    expect(await inventory({ endpoint: url, region })).not.toContain("function echo-dev-worker");
  });

  it("leave nothing locked after Ctrl-C, and after a second one", async () => {
    for (const times of [1, 2]) {
      const { exitCode, stdout, stderr } = await interrupted(times);
      expect(exitCode, stdout + stderr).toBe(130);
      expect(await locks()).toEqual([]);
    }
  });

  it("deploy after that, and say what is reachable where", async () => {
    const { exitCode, stdout, stderr } = await start("up", "--yes");
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Deployed dev: \d+ created.* in \d+ s\./);
    expect(stdout).toMatch(/front {2,}https:\/\/\S+\.lambda-url\.us-east-1\.on\.aws\//);
    expect(stdout).toContain(`localstack runs at ${url}.`);
    expect(await inventory({ endpoint: url, region })).toContain("function echo-dev-worker");
  });

  it("change what differs, and nothing a second time", async () => {
    const spec = appSpec();
    spec.functions = { ...spec.functions, worker: { ...(spec.functions.worker as object), memory: 333 } };
    await project.write("polyfn.json", JSON.stringify(spec));
    const { changes, unchanged, outputs } = await report("up", "--yes");
    expect(changes.map(({ change, part, properties }) => ({ change, part, properties }))).toEqual([
      { change: "updated", part: "worker", properties: ["memorySize"] },
    ]);
    expect(unchanged).toBeGreaterThan(30);
    expect(outputs).toHaveProperty("functions.worker.name", "echo-dev-worker");
    expect((await report("preview")).changes).toEqual([]);
    expect((await report("refresh", "--yes")).changes).toEqual([]);
  });

  it("print the outputs", async () => {
    const { exitCode, stdout } = await start("outputs", "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).resources.inbox.name).toBe("echo-dev-inbox");
    expect((await start("outputs")).stdout).toContain("name: echo-dev-inbox");
  });

  it("print no secret, as other commands do, and write none into a file, log or package", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", url);
    const lines = [
      ...["check --json", "plan", "plan --inputs", "plan --json", "plan --diff --json", "build --out out"],
      ...["list --json", "invoke front {}", "invoke hooks {}", "logs --json", "events record hooks.github"],
    ];
    for (const line of lines) {
      const { code, out, err } = await polyfn(project.directory, ...line.split(" "), "--stack", "dev");
      expect([0, 3], `${line}\n${out}\n${err}`).toContain(code);
      printed.push(out, err);
    }
    expect(printed.filter((text) => text.includes(SECRET))).toEqual([]);
    expect(await filesWith(SECRET, project.directory)).toEqual([]);
    // It is there for those who ask for it.
    expect((await start("pulumi", "--", "config", "get", "polyfn:webhookSecret")).stdout).toContain(SECRET);
  });

  it("destroy everything", async () => {
    const { result, changes } = await report("destroy", "--yes");
    expect(result).toBe("succeeded");
    expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(["deleted"]));
    expect(await inventory({ endpoint: url, region })).toEqual([]);
  });
});
