import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, Fc, REGION, type Stage, stage, zipOf } from "./harness.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
beforeEach(async () => {
  await on.server.reset();
  on.around.roles.clear();
});
afterAll(() => on.server.stop());

const ROLE = `acs:ram::${ACCOUNT}:role/r`;

/** As provider v1.285.0 of the vendor sends it. */
const recorded = {
  Tags: [{ Key: "env", Value: "dev" }],
  code: { zipFile: zipOf({ "index.js": "exports.handler = async () => 1" }) },
  cpu: 0.5,
  diskSize: 512,
  environmentVariables: { A: "b" },
  functionName: "f1",
  handler: "index.handler",
  instanceConcurrency: 1,
  internetAccess: true,
  logConfig: { enableInstanceMetrics: false, enableRequestMetrics: true, logstore: "l", project: "p" },
  memorySize: 512,
  role: ROLE,
  runtime: "nodejs20",
  timeout: 60,
};

describe("functions", () => {
  test("return what the vendor's provider stored", async () => {
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    const created = await on.call("POST", "/functions", recorded);
    expect(created.status).toBe(200);
    const { code: _, Tags, ...settings } = recorded;
    const read = await on.call("GET", "/functions/f1");
    expect(read.body).toMatchObject({
      ...settings,
      tags: Tags,
      functionArn: `acs:fc:${REGION}:${ACCOUNT}:functions/f1`,
      state: "Active",
      lastUpdateStatus: "Successful",
      codeSize: Buffer.from(recorded.code.zipFile, "base64").length,
    });
    expect(read.body.functionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(read.body.createdTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    for (const unset of [
      "vpcConfig",
      "nasConfig",
      "customRuntimeConfig",
      "invocationRestriction",
      "layers",
      "description",
    ]) {
      expect(read.body).not.toHaveProperty(unset);
    }
  });

  test("can be created, read, updated, listed and deleted with the official client", async () => {
    const code = { zipFile: zipOf({ "index.js": "" }) };
    const input = { functionName: "a", runtime: "nodejs20", handler: "index.handler", code, description: "first" };
    const { body } = await on.client.createFunction(
      new Fc.CreateFunctionRequest({ body: new Fc.CreateFunctionInput(input) }),
    );
    expect(body).toMatchObject({ functionName: "a", memorySize: 512, cpu: 0.35, timeout: 3, diskSize: 512 });
    await on.make("b");
    const change = new Fc.UpdateFunctionInput({ timeout: 9, environmentVariables: { X: "1" } });
    await on.client.updateFunction("a", new Fc.UpdateFunctionRequest({ body: change }));
    const read = await on.client.getFunction("a", new Fc.GetFunctionRequest({}));
    expect(read.body).toMatchObject({ timeout: 9, environmentVariables: { X: "1" }, description: "first" });
    const first = await on.client.listFunctions(new Fc.ListFunctionsRequest({ limit: 1 }));
    expect(first.body?.functions?.map((fn) => fn.functionName)).toEqual(["a"]);
    const second = await on.client.listFunctions(
      new Fc.ListFunctionsRequest({ nextToken: first.body?.nextToken ?? "" }),
    );
    expect(second.body?.functions?.map((fn) => fn.functionName)).toEqual(["b"]);
    await on.client.deleteFunction("a");
    await expect(on.client.getFunction("a", new Fc.GetFunctionRequest({}))).rejects.toMatchObject({
      code: "FunctionNotFound",
      statusCode: 404,
    });
  });

  test("refuse a second one with the same name", async () => {
    await on.make("f");
    expect(await on.make("f")).toMatchObject({ status: 409, body: { Code: "FunctionAlreadyExists" } });
  });

  test("change the given fields at an update and clear those given as empty objects", async () => {
    await on.make("f", {
      logConfig: { project: "p", logstore: "l" },
      environmentVariables: { A: "1" },
      description: "x",
    });
    const change = {
      functionName: "f",
      runtime: "nodejs20",
      handler: "index.handler",
      logConfig: {},
      memorySize: 1024,
      cpu: 0.5,
    };
    expect((await on.call("PUT", "/functions/f", change)).status).toBe(200);
    const { body } = await on.call("GET", "/functions/f");
    expect(body).toMatchObject({ memorySize: 1024, cpu: 0.5, environmentVariables: { A: "1" }, description: "x" });
    expect(body).not.toHaveProperty("logConfig");
    expect(on.executor.retired.at(-1)?.[0]).toBe("f");
  });

  test.each([
    ["memory that is not a multiple of 64", { memorySize: 500 }, /memorySize: must be a multiple of 64/],
    ["too little memory", { memorySize: 64 }, /memorySize/],
    ["more CPU than the memory allows", { cpu: 2, memorySize: 512 }, /between 1 and 4 GB/],
    ["CPU between the steps", { cpu: 0.33, memorySize: 512 }, /cpu: must be a multiple of 0.05/],
    ["another disk size", { diskSize: 1024 }, /diskSize/],
    ["a timeout above a day", { timeout: 86_401 }, /timeout/],
    ["an unknown runtime", { runtime: "nodejs22" }, /runtime/],
    ["no handler", { handler: undefined }, /handler/],
    ["a reserved variable", { environmentVariables: { FC_X: "1" } }, /FC_ is reserved/],
    ["variables above 4 KB", { environmentVariables: { A: "x".repeat(4096) } }, /4 KB/],
    ["an unknown field", { memory: 512 }, /memory/],
    ["a number in quotes", { timeout: "3" }, /timeout/],
    ["several requests per instance of Node.js", { instanceConcurrency: 2 }, /one request at a time/],
    ["a layer that does not exist", { layers: ["acs:fc:cn-hangzhou:1:layers/l/versions/1"] }, /does not exist/],
    ["no code", { code: undefined }, /code: names no package/],
    ["code that is not a zip", { code: { zipFile: "AAAA" } }, /not a zip/],
    ["code with another checksum", { code: { zipFile: zipOf({ a: "" }), checksum: "1" } }, /checksum/],
    ["code from a bucket that does not exist", { code: { ossBucketName: "b", ossObjectName: "k" } }, /NoSuchKey/],
    ["a container without an image", { runtime: "custom-container", code: undefined }, /image/],
  ])("refuse %s", async (_, settings, message) => {
    const { status, body } = await on.make("f", settings);
    expect({ status, code: body.Code }).toEqual({ status: 400, code: "InvalidArgument" });
    expect(body.Message).toMatch(message);
    expect(body.RequestId).toBeTruthy();
  });

  test.each(["1f", "-f", "a b", "x".repeat(65)])("refuse the name %s", async (name) => {
    expect(await on.make(name)).toMatchObject({ status: 400, body: { Code: "InvalidArgument" } });
  });

  test("require a role that exists and trusts Function Compute", async () => {
    expect(await on.make("f", { role: ROLE })).toMatchObject({ status: 403, body: { Code: "AccessDenied" } });
    on.around.roles.set(ROLE, ["oss.aliyuncs.com"]);
    expect(await on.make("f", { role: ROLE })).toMatchObject({ status: 403, body: { Code: "AccessDenied" } });
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    expect((await on.make("f", { role: ROLE })).status).toBe(200);
  });

  test("load the same code from a bucket as from the request", async () => {
    const zip = zipOf({ "index.js": "module.exports = 1" });
    on.around.objects.set("b/k.zip", Buffer.from(zip, "base64"));
    const inline = await on.make("inline", { code: { zipFile: zip } });
    const object = await on.make("object", { code: { ossBucketName: "b", ossObjectName: "k.zip" } });
    expect(object.body.codeChecksum).toBe(inline.body.codeChecksum);
    const { body } = await on.call("GET", "/functions/object/code");
    expect(body.checksum).toBe(inline.body.codeChecksum);
    const loaded = Buffer.from(await (await fetch(body.url)).arrayBuffer());
    expect(loaded.toString("base64")).toBe(zip);
  });

  test("return a decimal CRC-64 checksum", async () => {
    const { crc64 } = await import("../../../offline/aliyun/core/crc64.ts");
    expect(crc64(Buffer.from("123456789"))).toBe("11051210869376104954");
  });
});

describe("tags of functions", () => {
  test("can be set, listed and removed as the provider does it", async () => {
    const { body } = await on.make("f");
    const ResourceId = [body.functionArn];
    const added = {
      ResourceId,
      ResourceType: "function",
      Tag: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    };
    expect((await on.call("POST", "/tags-v2", added)).status).toBe(204);
    expect((await on.call("GET", "/functions/f")).body.tags).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ]);
    const query = new URLSearchParams({
      TagKey: '["a"]',
      ResourceId: JSON.stringify(ResourceId),
      ResourceType: "function",
    });
    expect((await on.call("DELETE", `/tags-v2?${query}`)).status).toBe(204);
    const listed = await on.client.listTagResources(
      new Fc.ListTagResourcesRequest({ resourceId: ResourceId, resourceType: "function" }),
    );
    expect(listed.body?.tagResources?.map(({ tagKey, tagValue }) => [tagKey, tagValue])).toEqual([["b", "2"]]);
    const asked = await on.call("GET", `/functions?tags=${encodeURIComponent('[{"Key":"b","Value":"2"}]')}`);
    expect(asked.body.functions).toHaveLength(1);
  });

  test("can be changed together with the resource group", async () => {
    await on.make("f");
    const body = { resourceId: "f", resourceType: "function", newResourceGroupId: "rg-2" };
    expect((await on.call("PUT", "/resource-groups", body)).body).toMatchObject({ newResourceGroupId: "rg-2" });
    expect((await on.call("GET", "/functions/f")).body.resourceGroupId).toBe("rg-2");
  });
});

describe("layers", () => {
  test("can be created, read, listed, shared and deleted", async () => {
    const code = { zipFile: zipOf({ "lib.js": "1" }) };
    const made = await on.call("POST", "/layers/lay/versions", { code, compatibleRuntime: ["nodejs20"] });
    expect(made.body).toMatchObject({
      layerName: "lay",
      version: 1,
      layerVersionArn: `acs:fc:${REGION}:${ACCOUNT}:layers/lay/versions/1`,
      compatibleRuntime: ["nodejs20"],
      acl: "0",
    });
    expect((await on.call("PUT", "/layers/lay/acl?acl=1", {})).status).toBe(204);
    const read = await on.client.getLayerVersion("lay", "1");
    expect(read.body).toMatchObject({ acl: "1", codeSize: made.body.codeSize });
    await on.call("POST", "/layers/lay/versions", { code, compatibleRuntime: ["nodejs20"] });
    expect((await on.call("GET", "/layers/lay/versions")).body.layers).toHaveLength(2);
    expect((await on.call("GET", "/layers")).body.layers.map((l: { version: number }) => l.version)).toEqual([2]);
    await on.client.deleteLayerVersion("lay", "1");
    expect((await on.call("GET", "/layers/lay/versions/1")).body.Code).toBe("LayerVersionNotFound");
    expect((await on.call("GET", "/layers/other/versions/1")).body.Code).toBe("LayerNotFound");
  });

  test("override each other by index, the smaller index first", async () => {
    const arn = async (name: string, files: Record<string, string>) => {
      const layer = { code: { zipFile: zipOf(files) }, compatibleRuntime: ["nodejs20"] };
      return (await on.call("POST", `/layers/${name}/versions`, layer)).body.layerVersionArn as string;
    };
    const layers = [await arn("one", { "a.txt": "one" }), await arn("two", { "a.txt": "two", "b.txt": "two" })];
    expect((await on.make("f", { layers })).body.layers).toEqual(
      layers.map((of) => ({ arn: of, size: expect.any(Number) })),
    );
    await on.call("POST", "/functions/f/invocations", {});
    const directory = on.executor.runs.at(-1)?.fn.layersDirectory ?? "";
    expect(readFileSync(join(directory, "a.txt"), "utf8")).toBe("one");
    expect(readFileSync(join(directory, "b.txt"), "utf8")).toBe("two");
  });
});

describe("versions and aliases", () => {
  test("keep code and settings of a version with its own description", async () => {
    await on.make("f", { timeout: 5 });
    const published = await on.call("POST", "/functions/f/versions", { description: "h" });
    expect(published.body).toMatchObject({ versionId: "1", description: "h" });
    await on.call("PUT", "/functions/f", { timeout: 7 });
    expect((await on.call("GET", "/functions/f?qualifier=1")).body).toMatchObject({ timeout: 5, description: "h" });
    expect((await on.call("GET", "/functions/f")).body.timeout).toBe(7);
    await on.call("PUT", "/functions/f", { description: "the function's own" });
    await on.client.publishFunctionVersion(
      "f",
      new Fc.PublishFunctionVersionRequest({ body: new Fc.PublishVersionInput({}) }),
    );
    const listed = await on.client.listFunctionVersions("f", new Fc.ListFunctionVersionsRequest({}));
    expect(listed.body?.versions?.map((version) => version.versionId)).toEqual(["2", "1"]);
    expect((await on.call("GET", "/functions/f?qualifier=2")).body.description).toBe("");
    expect((await on.call("DELETE", "/functions/f/versions/1")).status).toBe(204);
    expect((await on.call("GET", "/functions/f?qualifier=1")).body.Code).toBe("VersionNotFound");
  });

  test("can be created, read, updated, listed and deleted", async () => {
    await on.make("f");
    for (const description of ["a", "b"]) await on.call("POST", "/functions/f/versions", { description });
    const alias = { aliasName: "prod", versionId: "1", additionalVersionWeight: { 2: 0.1 } };
    expect((await on.call("POST", "/functions/f/aliases", alias)).body).toMatchObject(alias);
    expect((await on.call("POST", "/functions/f/aliases", alias)).body.Code).toBe("AliasAlreadyExists");
    const update = new Fc.UpdateAliasInput({ versionId: "2", additionalVersionWeight: {} });
    await on.client.updateAlias("f", "prod", new Fc.UpdateAliasRequest({ body: update }));
    expect((await on.client.getAlias("f", "prod")).body).toMatchObject({ versionId: "2", additionalVersionWeight: {} });
    expect((await on.call("DELETE", "/functions/f/versions/2")).status).toBe(400);
    const listed = await on.client.listAliases("f", new Fc.ListAliasesRequest({}));
    expect(listed.body?.aliases?.map(({ aliasName }) => aliasName)).toEqual(["prod"]);
    await on.client.deleteAlias("f", "prod");
    expect((await on.call("GET", "/functions/f/aliases/prod")).body.Code).toBe("AliasNotFound");
    const lost = { aliasName: "x", versionId: "9" };
    expect((await on.call("POST", "/functions/f/aliases", lost)).body.Code).toBe("VersionNotFound");
  });
});
