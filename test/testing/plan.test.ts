import { defineApp } from "polyfn";
import {
  allowed,
  assertAllowed,
  assertNoResource,
  assertNotAllowed,
  assertResource,
  planOf,
  resourcesWith,
} from "polyfn/testing";
import { describe, expect, it } from "vitest";
import "polyfn/testing/vitest";
import { ACCESS } from "../../model/access.ts";
import media from "../../polyfn.config.ts";

const aliyun = { settings: { domain: "media.example" } };

describe("a plan of the example", () => {
  it("knows which actions a function's role allows on a resource of the spec", async () => {
    const plan = await planOf(media, "aws");
    expect(plan).toAllow("thumbnail", "s3:GetObject", "uploads");
    expect(plan).toAllow("thumbnail", "S3:getobject");
    expect(plan).toAllow("gallery", "dynamodb:Query", "images");
    expect(plan).not.toAllow("thumbnail", "s3:GetObject", "jobs");
    expect(plan).not.toAllow("gallery", "s3:PutObject");
    expect(plan).not.toAllow("upload", "s3:GetObject", "uploads");
    expect(await planOf(media, "aliyun", aliyun)).toAllow("thumbnail", "oss:GetObject", "uploads");
  });

  it("takes the cloud's own identifiers, which must be covered as a whole", async () => {
    const plan = await planOf(media, "aws", { stack: "dev" });
    const bucket = plan.identifier("uploads") ?? "";
    expect(plan).toAllow("thumbnail", "s3:GetObject", `${bucket}/in/a.png`);
    expect(plan).not.toAllow("thumbnail", "s3:GetObject", bucket);
    expect(plan.identifier("nothing")).toBeUndefined();
  });

  it("refuses names that would let an assertion hold for ever", async () => {
    const plan = await planOf(media, "aws");
    expect(() => expect(plan).not.toAllow("thumbnail", "s3:GetObject", "uploadz")).toThrow('no resource "uploadz"');
    expect(() => assertNotAllowed(plan, "thumbnail", "GetObject", "uploads")).toThrow('"GetObject" is not an action');
    expect(() => assertNotAllowed(plan, "thumbnial", "s3:GetObject")).toThrow('no function "thumbnial"');
    assertNotAllowed(plan, "thumbnail", "s3:ListAllMyBuckets", "*");
  });

  it("has the native resources with their inputs", async () => {
    const plan = await planOf(media, "aws", { stack: "dev" });
    expect(plan).toHaveResource("aws:lambda/function:Function", { name: "media-dev-thumbnail", memorySize: 1024 });
    expect(plan).toHaveResource("aws:sqs/queue:Queue", {
      name: expect.stringContaining("jobs"),
      redrivePolicy: { maxReceiveCount: 3 },
    });
    expect(plan).toHaveResource("aws:lambda/function:Function", { name: /report$/, environment: { variables: {} } });
    expect(plan).not.toHaveResource("aws:sqs/queue:Queue", { fifoQueue: true });
    expect(plan).not.toHaveResource("aws:ec2/instance:Instance");
    expect(resourcesWith(plan, "aws:sqs/queue:Queue")).toHaveLength(3);
  });

  it("is planned in an environment of the spec, with settings and overrides", async () => {
    const prod = await planOf(media, "aws", {
      environment: "prod",
      overrides: { functions: { report: { memory: 2048 } } },
    });
    expect(prod).toHaveResource("aws:kinesis/stream:Stream", { shardCount: 4 });
    expect(prod).toHaveResource("aws:lambda/function:Function", { name: "media-test-report", memorySize: 2048 });
  });

  it("reads a spec from its file", async () => {
    expect(await planOf("polyfn.config.ts", "localstack")).toAllow("thumbnail", "sqs:SendMessage", "jobs");
  });
});

describe.each(["aws", "localstack", "aliyun"])("permissions on %s", (target) => {
  it("cover the resource that the spec names, for every kind and access", async () => {
    const resources = Object.fromEntries(
      Object.keys(ACCESS)
        .filter((kind) => kind !== "function" && kind !== "key" && kind !== "api")
        .map((kind) => [kind, kind === "table" ? { kind, key: { partition: { name: "id" } } } : { kind }]),
    );
    const uses = Object.entries(ACCESS).flatMap(([kind, verbs]) => verbs.map((verb) => [kind, verb] as const));
    const functions = Object.fromEntries([
      ["none", { handler: "functions/report.ts", triggers: { t: { kind: "schedule", rate: "1h" } } }],
      ["function", { handler: "functions/report.ts", triggers: { t: { kind: "schedule", rate: "1h" } } }],
      ...uses.map(([kind, verb]) => [
        `${kind}-${verb}`,
        { handler: "functions/report.ts", permissions: { [kind]: [verb] } },
      ]),
    ]);
    const plan = await planOf({ name: "app", resources, functions }, target);
    for (const [kind, verb] of uses) {
      const own = plan.permissions(`${kind}-${verb}`).flatMap(({ actions }) => actions);
      const added = own.filter((action) => allowed(plan, `${kind}-${verb}`, action, kind).pass);
      expect(added.length, `${kind}: ${verb}`).toBeGreaterThan(0);
      for (const action of added) assertNotAllowed(plan, "none", action, kind);
    }
  });

  it("leave out what the service behind a trigger may do", async () => {
    const spec = defineApp({
      name: "app",
      resources: { files: { kind: "bucket" }, jobs: { kind: "queue" } },
      functions: {
        a: { handler: "functions/thumbnail.ts", triggers: { t: { kind: "bucket", bucket: "files" } } },
        b: { handler: "functions/thumbnail.ts", permissions: { jobs: ["send"] } },
      },
    });
    const plan = await planOf(spec, target, { overrides: { functions: { a: { silence: {} } } } });
    const actions = plan.permissions("a").flatMap((statement) => statement.actions);
    expect(actions.filter((action) => /invoke/i.test(action))).toEqual([]);
  });
});

describe("messages of failed assertions", () => {
  const failure = async (check: () => unknown): Promise<string> => {
    try {
      await check();
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing failed";
  };

  it("say what a role allows, and guess what was meant", async () => {
    const plan = await planOf(media, "aws");
    const missing = await failure(() => assertAllowed(plan, "thumbnail", "s3:GetObjects"));
    expect(missing).toContain(
      'The function "thumbnail" on aws is not allowed s3:GetObjects. Did you mean "s3:GetObject"?',
    );
    expect(missing).toContain("sqs:SendMessage on arn:aws:sqs:us-east-1:");
    expect(await failure(() => assertAllowed(plan, "thumbnail", "sqs:SendMessage", "inbox"))).toContain(
      'is not allowed sqs:SendMessage on "inbox" (arn:aws:sqs:us-east-1:123456789012:media-test-inbox). It is allowed only',
    );
    expect(await failure(() => assertNotAllowed(plan, "thumbnail", "sqs:SendMessage", "jobs"))).toContain(
      "by the statement:",
    );
    expect(await failure(() => expect(plan).toAllow("thumbnail", "s3:Nothing"))).toContain("is not allowed s3:Nothing");
  });

  it("say where resources differ", async () => {
    const plan = await planOf(media, "aws");
    const differing = await failure(() => assertResource(plan, "aws:sqs/queue:Queue", { visibilityTimeoutSeconds: 7 }));
    expect(differing).toContain("visibilityTimeoutSeconds is 180, not 7");
    expect(await failure(() => assertResource(plan, "aws:sqs/queue:Que"))).toContain(
      "Did you mean aws:sqs/queue:Queue?",
    );
    expect(await failure(() => assertNoResource(plan, "aws:sns/topic:Topic"))).toContain(
      "has a resource aws:sns/topic:Topic",
    );
  });

  it("say what a wrong name or value should be", async () => {
    const plan = await planOf(media, "aws");
    expect(() => plan.permissions("thumbnial")).toThrow('The spec has no function "thumbnial".');
    expect(await failure(() => expect(planOf(media, "aws")).toAllow("thumbnail", "s3:GetObject"))).toContain(
      "await planOf(...) first",
    );
    await expect(planOf(media, "awz")).rejects.toThrow('There is no target "awz".');
    const wrong = {
      name: "app",
      functions: { a: { handler: "missing.ts", triggers: { t: { kind: "schedule", rate: "x" } } } },
    };
    await expect(planOf(wrong, "aws")).rejects.toThrow("functions.a.triggers.t.rate");
  });
});
