import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { sls } from "../../conformance/clouds/aliyun-api.ts";
import { ossClient } from "../oss/client.ts";

/** Folder with the deployer in its node_modules, and its components built in `fc3` and `fc3-domain`. */
const deployer = process.env.POLYFN_SERVERLESS_DEVS;
const run = promisify(execFile);
const REGION = "cn-hangzhou";
const ACCOUNT = "1234567890123456";

// Only where somebody has the deployer: see docs/emulator.md.
describe.skipIf(deployer === undefined)("the unmodified deployer of Serverless Devs", { timeout: 300_000 }, () => {
  let server: AliyunServer;
  let home: string;

  beforeAll(async () => {
    server = await startAliyun();
    home = mkdtempSync(join(tmpdir(), "polyfn-serverless-devs-"));
    // The component is asked of a registry unless it is there already.
    const cached = join(home, ".s/components/devsapp.cn/v3/fc3-domain");
    cpSync(join(deployer ?? "", "fc3-domain/dist"), join(cached, "dist"), { recursive: true });
    writeFileSync(join(cached, "package.json"), '{"main":"dist/index.js"}');
    writeFileSync(join(cached, ".s.lock"), JSON.stringify({ version: "1.0.0", lastUpdateCheck: Date.now() }));
    mkdirSync(join(home, "code"));
    const code = 'exports.handler = async (event) => { console.log("got", event.toString()); return "hello"; };\n';
    writeFileSync(join(home, "code/index.js"), code);
    writeFileSync(join(home, "s.yaml"), stringify(app(join(deployer ?? "", "fc3"))));
    await ossClient(server.url).putBucket("source-bucket");
    await makeLogs("CreateProject", "/", { projectName: "source-logs", description: "" });
    for (const logstoreName of ["clicks", "jobs"]) {
      await makeLogs("CreateLogStore", "/logstores", { logstoreName, ttl: 7, shardCount: 1 }, "source-logs");
    }
    const keys = ["--AccessKeyID", "offline", "--AccessKeySecret", "offline", "--AccountID", ACCOUNT];
    await s("config", "add", ...keys, "-a", "default", "-f");
  });
  afterAll(async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** The deployer's output; rejects if its exit code is not 0. */
  async function s(...args: string[]): Promise<string> {
    const program = join(deployer ?? "", "node_modules/@serverless-devs/s/bin/s");
    const env = { ...process.env, ...server.access.environment, HOME: home };
    const { stdout } = await run(process.execPath, [program, ...args], { cwd: home, env, timeout: 120_000 });
    return stdout;
  }

  async function makeLogs(action: string, path: string, body: object, project?: string): Promise<void> {
    const at = { endpoint: server.url, region: REGION };
    await sls(at, path, { action, body, ...(project !== undefined && { project }) });
  }

  const api = async (path: string) => {
    const response = await fetch(`${server.url}/2023-03-30${path}`, { headers: { authorization: "acs someone:x" } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it("is installed", () => {
    for (const part of ["node_modules/@serverless-devs/s/bin/s", "fc3/dist/index.js", "fc3-domain/dist/index.js"]) {
      expect(existsSync(join(deployer ?? "", part)), part).toBe(true);
    }
  });

  it("deploys a function with triggers, logs and asynchronous settings twice", async () => {
    await s("deploy", "-y");
    await s("deploy", "-y");
    const { body } = await api("/functions/deployed/triggers");
    const types = (body.triggers as { triggerType: string }[]).map(({ triggerType }) => triggerType);
    expect(types.sort()).toEqual(["eventbridge", "http", "log", "oss", "timer"]);
    expect((await api("/functions/deployed/async-invoke-config")).body).toMatchObject({ maxAsyncRetryAttempts: 1 });
    expect((await api("/functions/deployed/concurrency")).body).toMatchObject({ reservedConcurrency: 10 });
    expect((await api("/custom-domains/shop.example.com")).status).toBe(200);
  });

  it("invokes the function and shows its logs", async () => {
    expect(await s("invoke", "-e", "ping")).toContain("hello");
    expect(await s("logs")).toMatch(/got ping/);
    const instances = (await api("/functions/deployed/instances?withAllActive=true")).body.instances;
    const [{ instanceId }] = instances as [{ instanceId: string }];
    expect(await s("logs", "--instance-id", instanceId)).toMatch(/got ping/);
    expect(await s("logs", "--instance-id", "c-none")).not.toMatch(/got ping/);
  });

  it("publishes versions, aliases and layers", async () => {
    await s("version", "publish", "--description", "one");
    await s("alias", "publish", "--alias-name", "prod", "--version-id", "1");
    expect(await s("alias", "list")).toContain("prod");
    await s("layer", "publish", "--layer-name", "lay", "--code", "./code", "--compatible-runtime", "nodejs20");
    expect(await s("layer", "list")).toContain("lay");
  });

  it("removes the function without sending an unknown request", async () => {
    await s("remove", "-y");
    expect((await api("/functions/deployed")).status).toBe(404);
    const { requests } = (await (await fetch(`${server.url}/_polyfn/requests`)).json()) as {
      requests: { service: string; code?: string; operation: string; path: string }[];
    };
    const strange = requests.filter(({ service, operation }) => service === "fc" && operation === "");
    expect(strange).toEqual([]);
  });
});

const app = (component: string) => ({
  edition: "3.0.0",
  name: "app",
  access: "default",
  resources: {
    demo: {
      component,
      props: {
        region: REGION,
        functionName: "deployed",
        runtime: "nodejs20",
        handler: "index.handler",
        code: "./code",
        logConfig: "auto",
        tags: [{ key: "team", value: "a" }],
        asyncInvokeConfig: {
          destinationConfig: { onFailure: { destination: `acs:mns:${REGION}::/queues/failed/messages` } },
          maxAsyncEventAgeInSeconds: 3600,
          maxAsyncRetryAttempts: 1,
        },
        concurrencyConfig: { reservedConcurrency: 10 },
        provisionConfig: { defaultTarget: 1 },
        customDomain: { domainName: "shop.example.com", protocol: "HTTP", route: { path: "/*" } },
        triggers,
      },
    },
  },
});

const triggers = [
  { triggerName: "web", triggerType: "http", triggerConfig: { authType: "anonymous", methods: ["GET"] } },
  { triggerName: "tick", triggerType: "timer", triggerConfig: { cronExpression: "@every 1h", enable: true } },
  {
    triggerName: "put",
    triggerType: "oss",
    sourceArn: `acs:oss:${REGION}:${ACCOUNT}:source-bucket`,
    triggerConfig: { events: ["oss:ObjectCreated:*"], filter: { key: { prefix: "in/", suffix: "" } } },
  },
  {
    triggerName: "click",
    triggerType: "log",
    sourceArn: `acs:log:${REGION}:${ACCOUNT}:project/source-logs`,
    triggerConfig: {
      sourceConfig: { logstore: "clicks" },
      jobConfig: { triggerInterval: 60, maxRetryTime: 3 },
      functionParameter: {},
      logConfig: { project: "source-logs", logstore: "jobs" },
      enable: true,
    },
  },
  {
    triggerName: "event",
    triggerType: "eventbridge",
    triggerConfig: {
      triggerEnable: true,
      asyncInvocationType: false,
      eventRuleFilterPattern: '{"source":["acs.oss"]}',
      eventSourceConfig: { eventSourceType: "Default" },
    },
  },
];
