import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createOos } from "../../../offline/aliyun/services/oos/index.ts";
import { callRpc, codeOf } from "../support/call.ts";

let server: AliyunServer;
const oos = (action: string, query: Record<string, string>) =>
  callRpc(server, "2019-06-01", action, { RegionId: "cn-hangzhou", ...query });

beforeAll(async () => {
  server = await startAliyun({ services: { oos: createOos } });
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

describe("OOS parameters", () => {
  it("can be created, read, updated and deleted", async () => {
    await oos("CreateParameter", {
      Name: "shop/mode",
      Type: "String",
      Value: "fast",
      Tags: '{"env":"dev"}',
      Description: "a",
    });
    expect((await oos("GetParameter", { Name: "shop/mode" })).Parameter).toMatchObject({
      Name: "shop/mode",
      Type: "String",
      Value: "fast",
      ParameterVersion: 1,
      Tags: { env: "dev" },
      Description: "a",
    });
    await oos("UpdateParameter", { Name: "shop/mode", Value: "slow", Description: "b" });
    expect((await oos("GetParameter", { Name: "shop/mode" })).Parameter).toMatchObject({
      Value: "slow",
      ParameterVersion: 2,
    });
    expect((await oos("GetParameter", { Name: "shop/mode", ParameterVersion: "1" })).Parameter).toMatchObject({
      Value: "fast",
    });
    await oos("DeleteParameter", { Name: "shop/mode" });
    expect(await codeOf(oos("GetParameter", { Name: "shop/mode" }))).toBe("EntityNotExists.Parameter");
  });

  it("return a secret value only with decryption", async () => {
    await oos("CreateSecretParameter", { Name: "shop-key", Value: "text" });
    const { Parameter } = await oos("GetSecretParameter", { Name: "shop-key" });
    expect(Parameter).toMatchObject({ Name: "shop-key", Type: "Secret" });
    expect(Parameter).not.toHaveProperty("Value");
    const shown = await oos("GetSecretParameter", { Name: "shop-key", WithDecryption: "true" });
    expect(shown.Parameter).toMatchObject({ Value: "text" });
    expect(JSON.stringify(await oos("ListSecretParameters", {}))).not.toContain("text");
    expect(await codeOf(oos("GetParameter", { Name: "shop-key" }))).toBe("EntityNotExists.Parameter");
  });

  it("have tags", async () => {
    await oos("CreateSecretParameter", { Name: "shop-key", Value: "text" });
    const named = { ResourceType: "secretparameter", ResourceIds: '["shop-key"]' };
    await oos("TagResources", { ...named, Tags: '{"a":"b","c":"d"}' });
    await oos("UntagResources", { ...named, TagKeys: '["a"]' });
    expect((await oos("ListTagResources", named)).TagResources).toEqual({
      TagResource: [{ ResourceId: "shop-key", ResourceType: "secretparameter", TagKey: "c", TagValue: "d" }],
    });
  });

  it("enforce their constraints", async () => {
    const made = { Name: "mode", Type: "String", Constraints: '{"AllowedValues":["a","b"],"MaxLength":1}' };
    expect(await codeOf(oos("CreateParameter", { ...made, Value: "c" }))).toBe("InvalidParameterValue");
    await oos("CreateParameter", { ...made, Value: "a" });
    expect(await codeOf(oos("UpdateParameter", { Name: "mode", Value: "aa" }))).toBe("InvalidParameterValue");
    expect(await codeOf(oos("UpdateParameter", { Name: "mode", Value: "b" }))).toBe("none");
  });

  it.each<[string, Record<string, string>, string]>([
    ["a name with the vendor's prefix", { Name: "aliyun-key" }, "InvalidParameter.Name.InvalidChars"],
    ["no value", { Value: "" }, "MissingValue"],
    ["a value of more than 4,096 characters", { Value: "x".repeat(4097) }, "InvalidParameter.Value"],
    ["no type", { Type: "" }, "MissingType"],
    ["the type of a secret parameter", { Type: "Secret" }, "InvalidParameter.Type"],
    ["invalid tags", { Tags: "[1]" }, "InvalidParameter.Tags"],
  ])("refuse %s", async (_, query, code) => {
    expect(await codeOf(oos("CreateParameter", { Name: "mode", Type: "String", Value: "v", ...query }))).toBe(code);
  });

  it("have unique names in a region", async () => {
    await oos("CreateParameter", { Name: "mode", Type: "String", Value: "v" });
    expect(await codeOf(oos("CreateSecretParameter", { Name: "mode", Value: "v" }))).toBe(
      "EntityAlreadyExists.Parameter",
    );
    expect(
      await codeOf(oos("CreateParameter", { RegionId: "cn-beijing", Name: "mode", Type: "String", Value: "v" })),
    ).toBe("none");
  });
});
