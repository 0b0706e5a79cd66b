import { beforeAll, describe, expect, it } from "vitest";
import { cpuFor } from "../../../adapters/aliyun/sizes.ts";
import { ofType, one, type Planned } from "../planned.ts";
import { ACCOUNT, plan, REGION } from "./planned.ts";

const place = `${REGION}:${ACCOUNT}`;

const SPEC = {
  name: "shop",
  tags: { team: "shop" },
  resources: { dead: { kind: "queue" }, news: { kind: "topic" }, t: { kind: "topic" } },
  functions: {
    worker: {
      handler: "worker.ts",
      description: "Works.",
      memory: 2048,
      timeout: "1m",
      ephemeralStorage: 10_240,
      layers: ["acs:fc:cn-hangzhou:1:layers/low/versions/1", "acs:fc:cn-hangzhou:1:layers/high/versions/1"],
      vpc: { id: "vpc-1", subnets: ["vsw-1", "vsw-2"], securityGroups: ["sg-1"] },
      fileSystem: { id: "0abc.cn-hangzhou.nas.aliyuncs.com:/data", path: "/mnt/data" },
      concurrency: { reserved: 20 },
      alias: { name: "live", weights: { "3": 10 } },
      async: { maxAge: "2h", onSuccess: "news", onFailure: "dead" },
      environment: { MODE: "fast" },
      invokers: { friend: { account: "9999999999999999" }, device: { service: "iot.aliyuncs.com" } },
    },
    warm: { handler: "warm.ts", logRetention: "forever", concurrency: { provisioned: 2 }, async: { retries: 0 } },
    plain: { handler: "plain.ts", triggers: { t: { kind: "topic", topic: "t", deadLetter: "dead" } } },
    binary: { handler: "bin/bootstrap", runtime: "custom" },
    image: { image: { uri: "registry.cn-hangzhou.aliyuncs.com/x/y:1", command: ["serve"], entrypoint: ["/app"] } },
  },
};

describe("a function's native resources", () => {
  let planned: readonly Planned[];
  beforeAll(async () => {
    ({ planned } = await plan(SPEC));
  });
  const fnOf = (name: string): Planned["inputs"] => one(planned, "V3Function", `shop-${name}`);

  it("set every property whose default differs between FC and the provider", () => {
    expect(fnOf("plain")).toMatchObject({
      functionName: "shop-dev-plain",
      role: `acs:ram::${ACCOUNT}:role/shop-dev-plain-cn-hangzhou`,
      runtime: "nodejs20",
      handler: "index.handler",
      memorySize: 256,
      cpu: 0.15,
      diskSize: 512,
      timeout: 30,
      instanceConcurrency: 1,
      internetAccess: true,
      tags: { team: "shop" },
    });
  });

  it("contain the function's settings", () => {
    expect(fnOf("worker")).toMatchObject({
      description: "Works.",
      memorySize: 2048,
      cpu: 1,
      diskSize: 10_240,
      timeout: 60,
      environmentVariables: { MODE: "fast" },
      vpcConfig: { vpcId: "vpc-1", vswitchIds: ["vsw-1", "vsw-2"], securityGroupId: "sg-1" },
      nasConfig: {
        mountPoints: [{ serverAddr: "0abc.cn-hangzhou.nas.aliyuncs.com:/data", mountDir: "/mnt/data" }],
      },
    });
  });

  it("list layers in reverse order, because FC lets the first override the others", () => {
    expect(fnOf("worker").layers).toEqual([
      "acs:fc:cn-hangzhou:1:layers/high/versions/1",
      "acs:fc:cn-hangzhou:1:layers/low/versions/1",
    ]);
  });

  it("include a logstore with an index in the deployment's project", () => {
    const [project] = ofType(planned, "log/project:Project");
    expect(fnOf("worker").logConfig).toMatchObject({
      project: project?.inputs.projectName,
      logstore: "worker",
      enableRequestMetrics: false,
      enableInstanceMetrics: false,
    });
    expect(ofType(planned, "log/project:Project")).toHaveLength(1);
    expect(one(planned, "log/store:Store", "shop-worker-logs").retentionPeriod).toBe(30);
    expect(one(planned, "log/store:Store", "shop-warm-logs").retentionPeriod).toBe(3650);
    expect(one(planned, "StoreIndex", "shop-worker-logs-index").logstore).toBe("worker");
  });

  it("include an object for the package, named by its content", () => {
    const { ossBucketName, ossObjectName } = fnOf("plain").code as Record<string, string>;
    const objects = ofType(planned, "BucketObject").filter(({ inputs }) => inputs.key === ossObjectName);
    expect(objects).toHaveLength(1);
    const sha256 = /^plain\/([0-9a-f]+)\.zip$/.exec(ossObjectName ?? "")?.[1] ?? "";
    expect(objects[0]?.name).toBe(`shop-plain-code-${sha256.slice(0, 12)}`);
    expect(one(planned, "oss/bucket:Bucket", "shop-code").bucket).toBe(ossBucketName);
  });

  it("start custom runtimes with their bootstrap, and images with their own command", () => {
    expect(fnOf("binary")).toMatchObject({
      runtime: "custom.debian12",
      customRuntimeConfig: { commands: ["/code/bootstrap"], port: 9000 },
    });
    expect(fnOf("image")).toMatchObject({
      runtime: "custom-container",
      customContainerConfig: {
        image: "registry.cn-hangzhou.aliyuncs.com/x/y:1",
        commands: ["serve"],
        entrypoints: ["/app"],
        port: 9000,
      },
    });
    expect(fnOf("image")).not.toHaveProperty("code");
  });

  it("include an alias of a version with exactly this code and these settings", async () => {
    const version = one(planned, "V3FunctionVersion", "shop-worker-version");
    expect(version).toEqual({ functionName: "shop-dev-worker", description: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(one(planned, "V3Alias", "shop-worker-alias")).toEqual({
      aliasName: "live",
      functionName: "shop-dev-worker",
      versionId: "1",
      additionalVersionWeight: { "3": 0.1 },
    });
    const changed = { ...SPEC, functions: { worker: { ...SPEC.functions.worker, environment: { MODE: "slow" } } } };
    const after = await plan(changed);
    const description = one(after.planned, "V3FunctionVersion", "shop-worker-version").description;
    expect(description).not.toBe(version.description);
  });

  it("include reserved and provisioned concurrency", () => {
    expect(one(planned, "V3ConcurrencyConfig", "shop-worker-reserved")).toEqual({
      functionName: "shop-dev-worker",
      reservedConcurrency: 20,
    });
    expect(one(planned, "V3ProvisionConfig", "shop-warm-provisioned")).toMatchObject({
      qualifier: "LATEST",
      target: 2,
    });
  });

  it("set the asynchronous settings of LATEST to those of the alias, because the provider reads only these", () => {
    const settings = {
      functionName: "shop-dev-worker",
      asyncTask: false,
      maxAsyncRetryAttempts: 3,
      maxAsyncEventAgeInSeconds: 7200,
      destinationConfig: {
        onSuccess: { destination: `acs:mns:${place}:/topics/shop-dev-news/messages` },
        onFailure: { destination: `acs:mns:${place}:/queues/shop-dev-dead/messages` },
      },
    };
    expect(one(planned, "V3AsyncInvokeConfig", "shop-worker-async")).toEqual({ ...settings, qualifier: "LATEST" });
    expect(one(planned, "V3AsyncInvokeConfig", "shop-worker-async-alias")).toEqual({ ...settings, qualifier: "live" });
  });

  it("state that asynchronous calls have no destination, as FC does in its response", () => {
    expect(one(planned, "V3AsyncInvokeConfig", "shop-warm-async")).toMatchObject({
      maxAsyncRetryAttempts: 0,
      destinationConfig: {},
    });
  });

  it("send failed asynchronous calls to the dead-letter queue of a topic trigger", () => {
    expect(one(planned, "V3AsyncInvokeConfig", "shop-plain-async")).toMatchObject({
      qualifier: "LATEST",
      destinationConfig: { onFailure: { destination: `acs:mns:${place}:/queues/shop-dev-dead/messages` } },
    });
    const policy = String(one(planned, "ram/policy:Policy", "shop-plain-policy").policyDocument);
    expect(policy).toContain(`acs:mns:${place}:/queues/shop-dev-dead/messages`);
  });

  it("include roles for invokers that may only call the function", () => {
    const trustOf = (name: string): unknown =>
      JSON.parse(String(one(planned, "ram/role:Role", name).assumeRolePolicyDocument)).Statement[0].Principal;
    expect(trustOf("shop-worker-invoker-friend-role")).toEqual({ RAM: ["acs:ram::9999999999999999:root"] });
    expect(trustOf("shop-worker-invoker-device-role")).toEqual({ Service: ["iot.aliyuncs.com"] });
    const policy = one(planned, "ram/policy:Policy", "shop-worker-invoker-friend-policy").policyDocument;
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["fc:InvokeFunction"],
        Resource: [`acs:fc:${place}:functions/shop-dev-worker`, `acs:fc:${place}:functions/shop-dev-worker/*`],
      },
    ]);
  });

  it("include one attached policy for each role", () => {
    const roles = ofType(planned, "ram/role:Role").map(({ inputs }) => inputs.roleName);
    const attached = ofType(planned, "RolePolicyAttachment").map(({ inputs }) => [inputs.roleName, inputs.policyName]);
    expect(attached.sort()).toEqual(roles.map((name) => [name, name]).sort());
  });
});

describe("vCPUs of some memory", () => {
  it.each([
    [128, 0.05],
    [256, 0.15],
    [512, 0.25],
    [1024, 0.5],
    [3072, 1.5],
    [32_768, 16],
  ])("gives %d MB of memory %d vCPUs", (memory, cpu) => {
    expect(cpuFor(memory)).toBe(cpu);
  });

  it("gives every memory size between one vCPU for 1 GB and one for 4 GB, in steps of 0.05", () => {
    for (let memory = 128; memory <= 32_768; memory += 64) {
      const cpu = cpuFor(memory);
      const gigabytes = memory / 1024;
      expect(cpu).toBeGreaterThanOrEqual(gigabytes / 4);
      expect(cpu).toBeLessThanOrEqual(gigabytes);
      expect(Math.abs(cpu * 20 - Math.round(cpu * 20))).toBeLessThan(1e-9);
    }
  });
});
