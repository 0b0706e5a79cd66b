import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createKms } from "../../../offline/aliyun/services/kms/index.ts";
import { callRpc, codeOf } from "../support/call.ts";

let server: AliyunServer;
const kms = (action: string, query: Record<string, string>) => callRpc(server, "2016-01-20", action, query);
const create = (more: Record<string, string> = {}) =>
  kms("CreateSecret", { SecretName: "shop/key", SecretData: "one", VersionId: "1", ...more });

beforeAll(async () => {
  server = await startAliyun({ services: { kms: createKms } });
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

describe("KMS secrets", () => {
  it("can be read with the vendor's own client", async () => {
    const { default: Client, GetSecretValueRequest } = createRequire(import.meta.url)("@alicloud/kms20160120");
    await create();
    const { host } = new URL(server.url);
    const config = {
      accessKeyId: "offline",
      accessKeySecret: "offline",
      endpoint: host,
      protocol: "http",
      regionId: "cn-hangzhou",
      type: "access_key",
    };
    const got = await new Client(config).getSecretValue(new GetSecretValueRequest({ secretName: "shop/key" }));
    expect(got).toMatchObject({ secretData: "one", versionId: "1", secretDataType: "text" });
  });

  it("keep the current and the previous version", async () => {
    await create();
    await kms("PutSecretValue", { SecretName: "shop/key", SecretData: "two", VersionId: "2" });
    expect(await kms("GetSecretValue", { SecretName: "shop/key" })).toMatchObject({
      SecretData: "two",
      VersionStages: { VersionStage: ["ACSCurrent"] },
    });
    await kms("PutSecretValue", { SecretName: "shop/key", SecretData: "three", VersionId: "3" });
    const previous = await kms("GetSecretValue", { SecretName: "shop/key", VersionStage: "ACSPrevious" });
    expect(previous).toMatchObject({ SecretData: "two", VersionId: "2" });
    expect(await kms("GetSecretValue", { SecretName: "shop/key", VersionId: "1" })).toMatchObject({
      VersionStages: { VersionStage: [] },
    });
    const again = kms("PutSecretValue", { SecretName: "shop/key", SecretData: "x", VersionId: "3" });
    expect(await codeOf(again)).toBe("Rejected.ResourceExist");
    // The same value under the same name is the same version, which may get more stages.
    const stages = { VersionStages: '["ACSCurrent","mine"]' };
    await kms("PutSecretValue", { SecretName: "shop/key", SecretData: "three", VersionId: "3", ...stages });
    expect(await kms("GetSecretValue", { SecretName: "shop/key", VersionStage: "mine" })).toMatchObject({
      SecretData: "three",
      VersionStages: { VersionStage: ["ACSCurrent", "mine"] },
    });
    await kms("UpdateSecretVersionStage", { SecretName: "shop/key", VersionStage: "ACSCurrent", MoveToVersion: "1" });
    expect(await kms("GetSecretValue", { SecretName: "shop/key" })).toMatchObject({ SecretData: "one" });
  });

  it("can be restored until their recovery window ends", async () => {
    await create();
    expect(await kms("DeleteSecret", { SecretName: "shop/key", RecoveryWindowInDays: "7" })).toMatchObject({
      PlannedDeleteTime: expect.stringMatching(/Z$/),
    });
    expect(await codeOf(kms("GetSecretValue", { SecretName: "shop/key" }))).toBe("Rejected.ResourceInDeletion");
    expect(await codeOf(create())).toBe("Rejected.ResourceInDeletion");
    await kms("RestoreSecret", { SecretName: "shop/key" });
    expect(await kms("GetSecretValue", { SecretName: "shop/key" })).toMatchObject({ SecretData: "one" });
    await kms("DeleteSecret", { SecretName: "shop/key", RecoveryWindowInDays: "7" });
    await server.clock.advance(8 * 86_400_000);
    expect(await codeOf(kms("DescribeSecret", { SecretName: "shop/key" }))).toBe("Forbidden.ResourceNotFound");
  });

  it("are deleted at once on request", async () => {
    await create();
    await kms("DeleteSecret", { SecretName: "shop/key", ForceDeleteWithoutRecovery: "true" });
    expect(await codeOf(create())).toBe("none");
  });

  it("are described and tagged as the provider reads them", async () => {
    await create({ Tags: '[{"TagKey":"env","TagValue":"dev"}]', Description: "a" });
    expect(await kms("DescribeSecret", { SecretName: "shop/key" })).toMatchObject({
      Arn: "acs:kms:cn-hangzhou:1234567890123456:secret/shop/key",
      SecretType: "Generic",
      AutomaticRotation: "Disabled",
      Description: "a",
    });
    await kms("TagResources", {
      ResourceType: "secret",
      "ResourceId.1": "shop/key",
      "Tag.1.Key": "b",
      "Tag.1.Value": "c",
    });
    await kms("UntagResources", { ResourceType: "secret", "ResourceId.1": "shop/key", "TagKey.1": "env" });
    expect(
      (await kms("ListTagResources", { ResourceType: "secret", "ResourceId.1": "shop/key" })).TagResources,
    ).toEqual({
      TagResource: [{ ResourceId: "shop/key", ResourceType: "secret", TagKey: "b", TagValue: "c" }],
    });
    expect(await kms("ListSecrets", {})).toMatchObject({
      TotalCount: 1,
      SecretList: { Secret: [{ SecretName: "shop/key" }] },
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ["no value", { SecretData: "" }, "MissingSecretData"],
    ["a value of more than 30 KB", { SecretData: "x".repeat(30_721) }, "InvalidParameter.SecretData"],
    ["a name with a space", { SecretName: "a b" }, "InvalidParameter.SecretName.InvalidChars"],
    ["an unknown type", { SecretType: "Other" }, "InvalidParameter.SecretType"],
  ])("refuse %s", async (_, more, code) => {
    expect(await codeOf(create(more))).toBe(code);
  });
});
