import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createKms } from "../../../offline/aliyun/services/kms/index.ts";
import { callRpc, codeOf } from "../support/call.ts";

let server: AliyunServer;
const kms = (action: string, query: Record<string, string> = {}) => callRpc(server, "2016-01-20", action, query);

beforeAll(async () => {
  server = await startAliyun({ services: { kms: createKms } });
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

async function createKey(query: Record<string, string> = {}): Promise<string> {
  const { KeyMetadata } = await kms("CreateKey", query);
  return (KeyMetadata as { KeyId: string }).KeyId;
}

const metadata = async (KeyId: string) => (await kms("DescribeKey", { KeyId })).KeyMetadata;

describe("KMS keys", () => {
  it("can be created, described, changed, disabled and enabled", async () => {
    const id = await createKey({ EnableAutomaticRotation: "true", RotationInterval: "365d", DKMSInstanceId: "kst-1" });
    expect(await metadata(id)).toMatchObject({
      KeyId: id,
      Arn: `acs:kms:cn-hangzhou:1234567890123456:key/${id}`,
      KeySpec: "Aliyun_AES_256",
      KeyState: "Enabled",
      AutomaticRotation: "Enabled",
      RotationInterval: "31536000s",
      DKMSInstanceId: "kst-1",
    });
    await kms("UpdateKeyDescription", { KeyId: id, Description: "Master" });
    await kms("UpdateRotationPolicy", { KeyId: id, EnableAutomaticRotation: "false" });
    await kms("DisableKey", { KeyId: id });
    expect(await metadata(id)).toMatchObject({
      Description: "Master",
      AutomaticRotation: "Disabled",
      KeyState: "Disabled",
    });
    expect(await codeOf(kms("Encrypt", { KeyId: id, Plaintext: "x" }))).toBe("Rejected.Disabled");
    await kms("EnableKey", { KeyId: id });
    expect(await kms("ListKeys")).toMatchObject({ TotalCount: 1, Keys: { Key: [{ KeyId: id }] } });
  });

  it("wait for their deletion, which can be cancelled", async () => {
    const id = await createKey();
    expect(await codeOf(kms("ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: "6" }))).toMatch(
      /InvalidParameter/,
    );
    await kms("ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: "7" });
    expect(await codeOf(kms("GenerateDataKey", { KeyId: id }))).toBe("Rejected.PendingDeletion");
    await kms("CancelKeyDeletion", { KeyId: id });
    await kms("GenerateDataKey", { KeyId: id });
    await kms("SetDeletionProtection", {
      ProtectedResourceArn: `acs:kms:cn-hangzhou:1234567890123456:key/${id}`,
      EnableDeletionProtection: "true",
    });
    const protectedCode = await codeOf(kms("ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: "7" }));
    expect(protectedCode).toBe("Rejected.DeletionProtection");
  });

  it("decrypt only what they encrypted, with the same context", async () => {
    const [one, other] = [await createKey(), await createKey()];
    const EncryptionContext = JSON.stringify({ a: "1", b: "2" });
    const { CiphertextBlob } = await kms("Encrypt", { KeyId: one, Plaintext: "Grüße", EncryptionContext });
    const blob = String(CiphertextBlob);
    expect(blob).not.toContain("Grüße");
    const sameContext = JSON.stringify({ b: "2", a: "1" });
    expect(await kms("Decrypt", { CiphertextBlob: blob, EncryptionContext: sameContext })).toMatchObject({
      KeyId: one,
      Plaintext: "Grüße",
    });
    expect(await codeOf(kms("Decrypt", { CiphertextBlob: blob }))).toBe("InvalidParameter");
    const moved = Buffer.from(Buffer.from(blob, "base64").toString().replace(one, other)).toString("base64");
    const refused = kms("Decrypt", { CiphertextBlob: moved, EncryptionContext });
    expect(await codeOf(refused)).toBe("InvalidParameter");
    // Ciphertexts of another program, and of a key that the service does not have.
    const foreign = kms("Decrypt", { CiphertextBlob: Buffer.from("not of KMS").toString("base64") });
    expect(await codeOf(foreign)).toBe("InvalidParameter");
    const unknown = Buffer.from("no-such-key.AAAA").toString("base64");
    expect(await codeOf(kms("Decrypt", { CiphertextBlob: unknown }))).toBe("Forbidden.KeyNotFound");
  });

  it("generate data keys and decrypt them", async () => {
    const id = await createKey();
    const { Plaintext, CiphertextBlob } = await kms("GenerateDataKey", { KeyId: id });
    expect(Buffer.from(String(Plaintext), "base64")).toHaveLength(32);
    expect(await kms("Decrypt", { CiphertextBlob: String(CiphertextBlob) })).toMatchObject({ Plaintext });
    expect(await kms("GenerateDataKeyWithoutPlaintext", { KeyId: id })).not.toHaveProperty("Plaintext");
  });

  it("can be used by their aliases", async () => {
    const [one, other] = [await createKey(), await createKey()];
    await kms("CreateAlias", { AliasName: "alias/shop", KeyId: one });
    expect(await codeOf(kms("CreateAlias", { AliasName: "alias/shop", KeyId: other }))).toBe("Rejected.AlreadyExists");
    expect(await metadata("alias/shop")).toMatchObject({ KeyId: one });
    await kms("UpdateAlias", { AliasName: "alias/shop", KeyId: other });
    expect(await kms("ListAliasesByKeyId", { KeyId: other })).toMatchObject({
      Aliases: { Alias: [{ AliasName: "alias/shop", KeyId: other }] },
    });
    expect(await kms("ListAliases")).toMatchObject({ TotalCount: 1 });
    await kms("DeleteAlias", { AliasName: "alias/shop" });
    expect(await codeOf(kms("DescribeKey", { KeyId: "alias/shop" }))).toBe("Forbidden.KeyNotFound");
    expect(await codeOf(kms("DeleteAlias", { AliasName: "alias/shop" }))).toBe("Forbidden.AliasNotFound");
  });

  it("have tags", async () => {
    const id = await createKey();
    const about = { ResourceType: "key", "ResourceId.1": id };
    await kms("TagResources", { ...about, "Tag.1.Key": "team", "Tag.1.Value": "shop" });
    expect(await kms("ListTagResources", about)).toMatchObject({
      TagResources: { TagResource: [{ ResourceId: id, ResourceType: "key", TagKey: "team", TagValue: "shop" }] },
    });
    await kms("UntagResources", { ...about, "TagKey.1": "team" });
    expect(await kms("ListTagResources", about)).toMatchObject({ TagResources: { TagResource: [] } });
  });

  it("have tags by the operations of KMS's own, too", async () => {
    const KeyId = await createKey();
    const tags = async () => (await kms("ListResourceTags", { KeyId })).Tags;
    await kms("TagResource", { KeyId, Tags: '[{"TagKey":"a","TagValue":"1"},{"TagKey":"b","TagValue":"2"}]' });
    await kms("UntagResource", { KeyId, TagKeys: '["a"]' });
    expect(await tags()).toEqual({ Tag: [{ KeyId, TagKey: "b", TagValue: "2" }] });
    expect(await kms("ListTagResources", { ResourceType: "key", "ResourceId.1": KeyId })).toMatchObject({
      TagResources: { TagResource: [{ TagKey: "b", TagValue: "2" }] },
    });
    expect(await codeOf(kms("TagResource", { KeyId, Tags: "a" }))).toBe("InvalidParameter.Tags");
    expect(await codeOf(kms("UntagResource", { TagKeys: '["a"]' }))).toBe("MissingKeyId");
    expect(await codeOf(kms("TagResource", { KeyId: "none", Tags: "[]" }))).toBe("Forbidden.KeyNotFound");
  });
});
