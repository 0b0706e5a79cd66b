import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import emulator from "@polyfn/aliyun-emulator/package.json" with { type: "json" };
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { offlineClouds } from "../../offline/clouds/index.ts";
import { until } from "../../offline/drivers/demo.ts";
import { offlineOperator } from "../../offline/drivers/operator.ts";
import { ministack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import { type Outcome, OutcomeReader } from "../../offline/engine/events.ts";
import manifest from "../../package.json" with { type: "json" };
import { expectNoChanges, expectSuccess } from "./support/expect.ts";
import { inventory } from "./support/inventory.ts";
import { adapterFiles } from "./support/mycloud.ts";
import { projectFiles } from "./support/mycloud-project.ts";
import { type PackedPackages, packedPackages } from "./support/packed.ts";
import { quiet } from "./support/project.ts";
import { shopFiles } from "./support/shop.ts";

const region = "eu-west-1";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const versions: Readonly<Record<string, string>> = { ...manifest.dependencies, ...manifest.devDependencies };

const HELLO = `
name: hello
functions:
  greet: { handler: hello.ts, triggers: { url: { kind: http } }, permissions: { jobs: [send], files: [read] } }
resources:
  jobs: { kind: queue }
  files: { kind: bucket }
`;

async function writeAll(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), content);
  }
}

describe("the packed npm package in a user's Pulumi program", () => {
  let server: TemporaryServer;
  let directory: string;
  let packed: PackedPackages;

  beforeAll(async () => {
    server = await startTemporaryServer(ministack, quiet);
    directory = await mkdtemp(join(tmpdir(), "polyfn-shop-"));
    await writeAll(directory, shopFiles);
    packed = await packedPackages();
    await install(
      packed.polyfn,
      ...["@pulumi/pulumi", "@pulumi/aws", "typescript", "@types/node"].map((name) => `${name}@${versions[name]}`),
    );
  });
  afterAll(async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const tarball = async (start: string): Promise<string> =>
    `./${(await readdir(directory)).find((file) => file.startsWith(start) && file.endsWith(".tgz"))}`;
  const install = (...packages: string[]) =>
    execa("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...packages], {
      cwd: directory,
    });

  const polyfn = (...args: string[]) => polyfnIn(directory, ...args);
  const polyfnIn = (cwd: string, ...args: string[]) =>
    execa(join(directory, "node_modules", ".bin", "polyfn"), args, {
      cwd,
      env: { AWS_ENDPOINT_URL: server.url },
      stdin: "ignore",
      reject: false,
    });
  const pulumi = (...args: string[]): Promise<Outcome> => pulumiIn(directory, ...args);
  const pulumiIn = async (cwd: string, ...args: string[]): Promise<Outcome> => {
    const { stdout, stderr, exitCode } = await polyfnIn(
      cwd,
      "pulumi",
      "-s",
      "dev",
      "--",
      ...args,
      "--yes",
      "--skip-preview",
      "--json",
    );
    const reader = new OutcomeReader();
    for (const line of stdout.split("\n")) reader.read(line);
    return reader.outcome(exitCode ?? -1, stderr);
  };

  it("installs the polyfn command", async () => {
    expect((await polyfn("--version")).stdout).toBe(manifest.version);
  });

  it("types the program's names, outputs and Output values", async () => {
    expect(await compilerErrors(directory)).toBe("");
  });

  it("checks, plans and builds for the cloud whose packages are installed", async () => {
    expect(await readdir(join(directory, "node_modules", "@pulumi"))).toEqual(["aws", "pulumi"]);
    for (const scope of ["@aws-sdk", "@alicloud", "@polyfn"]) {
      expect(await readdir(join(directory, "node_modules", scope)).catch(() => "absent"), scope).toBe("absent");
    }
    await writeFile(join(directory, "hello.yaml"), HELLO);
    await writeFile(join(directory, "hello.ts"), "export default { http: () => new Response('hello') };\n");
    for (const args of [["check"], ["plan", "--target", "aws"], ["build", "--target", "aws", "--out", "out"]]) {
      const { exitCode, stderr } = await polyfn(...args, "--spec", "hello.yaml");
      expect({ exitCode, stderr }, args.join(" ")).toEqual({ exitCode: 0, stderr: "" });
    }
  });

  it("names a missing package of another cloud and the command that installs it", async () => {
    const plan = await polyfn("plan", "--target", "aliyun", "--spec", "hello.yaml");
    expect(plan.exitCode).toBe(2);
    expect(plan.stderr).toContain("polyfn needs @pulumi/alicloud ^3.108.0 to deploy to aliyun");
    expect(plan.stderr).toContain("npm install @pulumi/alicloud@3");
    const offline = await polyfn("offline", "aliyun", "--port", "0");
    expect(offline.exitCode).toBe(2);
    expect(offline.stderr).toContain("npm install @polyfn/aliyun-emulator@");
  });

  it("works beside the packed emulator, which starts by itself", async () => {
    const sdk = (offlineClouds.localstack?.packages ?? []).map((name) => `${name}@${versions[name]}`);
    await install(packed.emulator, ...sdk);
    const program = `
      import { startAliyun } from "@polyfn/aliyun-emulator";
      const cloud = await startAliyun({ data: "cloud" });
      const answer = await fetch(cloud.url + "/_polyfn/health");
      console.log(JSON.stringify(await answer.json()));
      await cloud.stop();
    `;
    const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", program], { cwd: directory });
    expect(JSON.parse(stdout)).toMatchObject({ ready: true, version: emulator.version });
  });

  it("deploys with the program's own provider and component names", async () => {
    const outcome = await pulumi("up");
    expectSuccess(outcome);
    const created = outcome.steps.filter((step) => step.op === "create").map((step) => `${step.type} ${step.name}`);
    expect(created).toContain("polyfn:index:App shop");
    expect(created).toContain("aws:lambda/function:Function shop-checkout");
    expect(created.filter((step) => step.startsWith("pulumi:providers:"))).toEqual(["pulumi:providers:aws mine"]);
    expect(await inventory({ endpoint: server.url, region })).toContain("queue a-ledger-of-their-own");
  });

  it("passes Outputs and transforms to the native resources", async () => {
    const lambda = new LambdaClient({ endpoint: server.url, region, credentials });
    const { checkout, ledgerUrl } = await outputs();
    const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: checkout }));
    expect(found.Description).toBe("transformed");
    expect(found.Environment?.Variables?.LEDGER).toBe(ledgerUrl);
  });

  it("delivers an order to the program's own queue", async () => {
    const { orders, ledgerUrl } = await outputs();
    const cloud = await offlineOperator("localstack", { endpoint: server.url, region });
    const queue = (url: string) => ({ name: "", id: "", url });
    await cloud.sendMessage(queue(orders), JSON.stringify({ item: "a pencil" }));
    const [message] = await until("the order in the ledger", async () => {
      const messages = await cloud.takeMessages(queue(ledgerUrl));
      return messages.length > 0 ? messages : undefined;
    });
    expect(JSON.parse(message ?? "")).toEqual({ order: { item: "a pencil" }, at: ledgerUrl });
  });

  it("changes nothing at a second up and leaves nothing after destroy", async () => {
    expectNoChanges(await pulumi("up"));
    expectSuccess(await pulumi("destroy"));
    expect(await inventory({ endpoint: server.url, region })).toEqual([]);
  });

  describe("with an adapter of another package", () => {
    const project = () => join(directory, "mine");

    beforeAll(async () => {
      const adapter = join(directory, "adapter");
      await writeAll(adapter, adapterFiles);
      expect(await compilerErrors(adapter)).toBe("");
      await execa("npm", ["pack", "--pack-destination", directory], { cwd: adapter });
      await rm(adapter, { recursive: true });
      await install(await tarball("me-polyfn-mycloud-"));
      await writeAll(project(), projectFiles);
    });

    it("types the overrides of the adapter's target", async () => {
      expect(await compilerErrors(project())).toBe("");
    });

    it("checks, plans and builds for the adapter's target", async () => {
      expect((await polyfnIn(project(), "check")).stdout).toContain("My Cloud");
      const planned = await polyfnIn(project(), "plan", "--target", "mycloud", "--json");
      const { resources } = JSON.parse(planned.stdout) as { resources: { type: string; inputs: object }[] };
      expect(resources.find(({ type }) => type === "aws:sqs/queue:Queue")?.inputs).toMatchObject({
        name: "mine-plan-jobs",
        receiveWaitTimeSeconds: 5,
      });
      expect((await polyfnIn(project(), "build", "--target", "mycloud", "--out", "out")).exitCode).toBe(0);
      const region = await polyfnIn(project(), "plan", "--target", "mycloud", "--region", "eu-west-1");
      expect(region.stderr).toContain('The target "mycloud" has no regions');
    });

    it("deploys a function whose shim handles messages and answers which of them failed", async () => {
      expectSuccess(await pulumiIn(project(), "up"));
      const lambda = new LambdaClient({ endpoint: server.url, region, credentials });
      const message = (messageId: string) => ({
        messageId,
        body: JSON.stringify(messageId),
        eventSourceARN: "arn:aws:sqs:eu-west-1:000000000000:mine-dev-jobs",
        attributes: { SentTimestamp: "0", ApproximateReceiveCount: "1" },
      });
      const Payload = Buffer.from(JSON.stringify({ Records: [message("now"), message("later")] }));
      const answer = await lambda.send(new InvokeCommand({ FunctionName: "mine-dev-worker", Payload }));
      expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toEqual({
        batchItemFailures: [{ itemIdentifier: "later" }],
      });
    });

    it("changes nothing at a second up and leaves nothing of its own after destroy", async () => {
      expectNoChanges(await pulumiIn(project(), "up"));
      expectSuccess(await pulumiIn(project(), "destroy"));
      // The cloud made it when the function was called; this adapter has no log groups.
      expect(await inventory({ endpoint: server.url, region })).toEqual(["log group /aws/lambda/mine-dev-worker"]);
    });
  });

  async function compilerErrors(cwd: string): Promise<string> {
    const compiler = join(directory, "node_modules/typescript/bin/tsc");
    return (await execa(process.execPath, [compiler], { cwd, all: true, reject: false })).all;
  }

  async function outputs(): Promise<{ orders: string; checkout: string; ledgerUrl: string }> {
    return JSON.parse((await polyfn("pulumi", "-s", "dev", "--", "stack", "output", "--json")).stdout);
  }
});
