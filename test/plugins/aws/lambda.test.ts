import { describe, expect, it } from "vitest";
import { createFunction, functionInputs, zipWith } from "./functions.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const arn = (name: string) => `arn:aws:lambda:us-east-1:${cloud.account}:function:${name}`;
const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

describe("aws:lambda/function:Function", () => {
  it("creates, updates, imports and deletes a function", async () => {
    const fn = await createFunction(cloud, "worker", {
      environment: { variables: { A: "1", TOKEN: secret("very secret") } },
      ephemeralStorage: { size: 1024 },
      layers: [],
      publish: true,
      reservedConcurrentExecutions: 3,
      tags: { team: "a" },
      tracingConfig: { mode: "Active" },
    });
    expect(fn.id).toBe("worker");
    expect(fn.state).toMatchObject({ arn: arn("worker"), version: "1", qualifiedArn: arn("worker:1"), timeout: 3 });
    expect(JSON.stringify(fn.sealed)).toContain(`"1b47061264138c4ac30d75fd1eb44270","value":"very secret"`);

    const settings = { ...functionInputs(cloud, "worker"), publish: true, memorySize: 512, description: "works" };
    const changed = await fn.change(settings);
    expect(changed.sort()).toEqual(
      ["description", "environment", "memorySize", "reservedConcurrentExecutions", "tags"].sort(),
    );
    expect(fn.state).toMatchObject({ version: "2", reservedConcurrentExecutions: -1 });

    const sha = fn.state.codeSha256;
    const newCode = { ...settings, code: zipWith("export const handler = async () => 2;") };
    expect(await fn.change(newCode)).toEqual(["code"]);
    expect(fn.state.version).toBe("3");
    expect(fn.state.codeSha256).not.toBe(sha);

    expect(fn.differences({ ...newCode, name: "other" })).toEqual({ name: "replace" });
    await fn.import("worker", ["code", "publish"]);
    await fn.delete();
  });

  it("refuses the same invalid function inputs as the provider", () => {
    const fn = new TestResource(cloud, "aws:lambda/function:Function");
    const given = functionInputs(cloud, "worker");
    expect(fn.refusals({ ...given, memorySize: 64, timeout: 901, runtime: "nodejs21.x", role: "worker" })).toEqual([
      expect.stringMatching(/^role is "worker", but must match /),
      expect.stringMatching(/^runtime is "nodejs21.x", but must be one of nodejs, /),
      "memorySize is 64, but 128 to 10240 is allowed.",
      "timeout is 901, but 1 to 900 is allowed.",
    ]);
    expect(fn.refusals({ ...given, imageUri: "x", memory: 128 })).toEqual([
      "There is no property memory. Did you mean memorySize?",
      "Exactly one of code, imageUri, s3Bucket must be given, and code and imageUri are.",
    ]);
    expect(fn.refusals({ ...given, handler: undefined })).toEqual([
      "handler and runtime must be set when packageType is Zip.",
    ]);
    expect(fn.refusals({ ...given, environment: { variables: { AWS_REGION: "x" } } })).toEqual([
      "environment.variables.AWS_REGION is reserved by Lambda and can't be set.",
    ]);
  });
});

describe("resources that belong to a function", () => {
  it("creates, updates, imports and deletes aliases, URLs, permissions and invocation settings", async () => {
    const fn = await createFunction(cloud, "target", { publish: true });
    const lives: TestResource[] = [fn];
    const keep = (life: TestResource) => {
      lives.unshift(life);
      return life;
    };
    const alias = keep(
      await new TestResource(cloud, "aws:lambda/alias:Alias").create({
        name: "live",
        functionName: "target",
        functionVersion: "1",
      }),
    );
    expect(alias.id).toBe(arn("target:live"));
    await alias.import("target/live");
    const described = { name: "live", functionName: "target", functionVersion: "1", description: "d" };
    expect(await alias.change(described)).toEqual(["description"]);
    expect(alias.differences({ ...described, functionName: arn("target") })).toEqual({});

    const url = keep(
      await new TestResource(cloud, "aws:lambda/functionUrl:FunctionUrl").create({
        functionName: "target",
        authorizationType: "NONE",
        cors: { allowOrigins: ["*"], maxAge: 60 },
      }),
    );
    expect(String(url.state.functionUrl)).toContain(String(url.state.urlId));
    expect(await url.change({ functionName: "target", authorizationType: "AWS_IAM" })).toEqual([
      "authorizationType",
      "cors",
    ]);
    await url.import("target");

    const permission = keep(
      await new TestResource(cloud, "aws:lambda/permission:Permission").create({
        function: "target",
        action: "lambda:InvokeFunction",
        principal: "sns.amazonaws.com",
        sourceArn: `arn:aws:sns:us-east-1:${cloud.account}:topic`,
      }),
    );
    expect(permission.id).toMatch(/^one-[0-9a-f]{7}$/);
    await permission.import(`target/${permission.id}`);

    const onAlias = keep(
      await new TestResource(cloud, "aws:lambda/permission:Permission", "aliased").create({
        statementId: "aliased",
        function: "target",
        qualifier: "live",
        action: "lambda:InvokeFunction",
        principal: cloud.account,
      }),
    );
    await onAlias.import("target:live/aliased");

    const async = keep(
      await new TestResource(cloud, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").create({
        functionName: "target",
        maximumRetryAttempts: 1,
        maximumEventAgeInSeconds: 60,
      }),
    );
    const destination = `arn:aws:sqs:us-east-1:${cloud.account}:failed`;
    await async.change({ functionName: "target", destinationConfig: { onFailure: { destination } } });
    await async.import("target");

    const provisioned = keep(
      await new TestResource(cloud, "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig").create({
        functionName: "target",
        qualifier: "live",
        provisionedConcurrentExecutions: 1,
      }),
    );
    await provisioned.change({ functionName: "target", qualifier: "live", provisionedConcurrentExecutions: 2 });
    await provisioned.import("target,live");
    for (const life of lives) await life.delete();
  });
});

describe("aws:lambda/layerVersion:LayerVersion", () => {
  it("replaces a layer version when its code changes", async () => {
    const given = { layerName: "shared", code: zipWith("export const x = 1;"), compatibleRuntimes: ["nodejs22.x"] };
    const layer = await new TestResource(cloud, "aws:lambda/layerVersion:LayerVersion").create(given);
    expect(layer.state).toMatchObject({
      version: "1",
      layerArn: `arn:aws:lambda:us-east-1:${cloud.account}:layer:shared`,
    });
    expect(layer.differences({ ...given, code: zipWith("export const x = 2;") })).toEqual({ code: "replace" });
    await layer.delete();
  });
});

describe("aws:lambda/eventSourceMapping:EventSourceMapping", () => {
  it("creates, updates, imports and deletes an event source mapping", async () => {
    const fn = await createFunction(cloud, "consumer");
    const queue = await new TestResource(cloud, "aws:sqs/queue:Queue").create({ name: "jobs" });
    const given = { functionName: "consumer", eventSourceArn: queue.state.arn };
    const mapping = await new TestResource(cloud, "aws:lambda/eventSourceMapping:EventSourceMapping").create({
      ...given,
      batchSize: 5,
      filterCriteria: { filters: [{ pattern: '{"body":{"a":["x"]}}' }] },
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 2 },
    });
    const changed = await mapping.change({
      ...given,
      batchSize: 10,
      enabled: false,
      maximumBatchingWindowInSeconds: 1,
    });
    expect(changed).toEqual(
      expect.arrayContaining(["batchSize", "enabled", "filterCriteria", "functionResponseTypes"]),
    );
    expect(mapping.differences({ ...given, eventSourceArn: `${queue.state.arn}2` })).toMatchObject({
      eventSourceArn: "replace",
    });
    expect(
      mapping.refusals({ functionName: "f", eventSourceArn: "arn:aws:kinesis:us-east-1:000000000000:stream/s" }),
    ).toEqual(["startingPosition is required when eventSourceArn is a Kinesis or DynamoDB stream."]);
    await mapping.import(mapping.id, ["functionName"]);
    for (const life of [mapping, queue, fn]) await life.delete();
  });
});
