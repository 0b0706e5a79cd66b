import { afterAll, beforeAll, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createKms } from "../../../offline/aliyun/services/kms/index.ts";
import { createOos } from "../../../offline/aliyun/services/oos/index.ts";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { callRpc, codeOf, type Keys } from "../support/call.ts";

let server: AliyunServer;
const ram = (action: string, query: Record<string, string>) => callRpc(server, "2015-05-01", action, query);
const kms = (action: string, query: Record<string, string>, keys?: Keys) =>
  callRpc(server, "2016-01-20", action, query, keys);

const oos = (action: string, query: Record<string, string>, keys?: Keys) =>
  callRpc(server, "2019-06-01", action, { RegionId: "cn-hangzhou", ...query }, keys);

beforeAll(async () => {
  server = await startAliyun({ services: { ram: createRam, kms: createKms, oos: createOos } });
});
afterAll(() => server.stop());

/** A user who may do this, on these resources. */
async function userWho(name: string, statements: readonly (readonly [action: string, resource: string])[]) {
  const Statement = statements.map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource }));
  await ram("CreateUser", { UserName: name });
  await ram("CreatePolicy", { PolicyName: name, PolicyDocument: JSON.stringify({ Version: "1", Statement }) });
  await ram("AttachPolicyToUser", { PolicyType: "Custom", PolicyName: name, UserName: name });
  const { AccessKey } = await ram("CreateAccessKey", { UserName: name });
  const { AccessKeyId = "", AccessKeySecret = "" } = AccessKey as Record<string, string>;
  return { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret };
}

it("returns a secret with its own key only to users who may decrypt with that key", async () => {
  const { KeyMetadata } = await kms("CreateKey", {});
  const { KeyId, Arn } = KeyMetadata as { KeyId: string; Arn: string };
  await kms("CreateSecret", { SecretName: "own", SecretData: "hush", VersionId: "1", EncryptionKeyId: KeyId });
  await kms("CreateSecret", { SecretName: "plain", SecretData: "open", VersionId: "1" });
  const read = ["kms:GetSecretValue", "*"] as const;
  const reader = await userWho("reader", [read]);
  const holder = await userWho("holder", [read, ["kms:Decrypt", Arn]]);
  expect(await codeOf(kms("GetSecretValue", { SecretName: "own" }, reader))).toBe("Forbidden.NoPermission");
  expect(await kms("GetSecretValue", { SecretName: "plain" }, reader)).toMatchObject({ SecretData: "open" });
  expect(await kms("GetSecretValue", { SecretName: "own" }, holder)).toMatchObject({ SecretData: "hush" });
});

it("returns a secret parameter only to users who may read its secret and decrypt with its key", async () => {
  const { KeyMetadata } = await kms("CreateKey", {});
  const { KeyId, Arn } = KeyMetadata as { KeyId: string; Arn: string };
  await oos("CreateSecretParameter", { Name: "own-key", Value: "hush", KeyId });
  await oos("CreateSecretParameter", { Name: "no-key", Value: "open" });
  const read = ["oos:GetSecretParameter", "*"] as const;
  const secrets = ["kms:GetSecretValue", "acs:kms:cn-hangzhou:1234567890123456:secret/oos/*"] as const;
  const asker = await userWho("asker", [read]);
  const keyless = await userWho("keyless", [read, secrets]);
  const owner = await userWho("owner", [read, secrets, ["kms:Decrypt", Arn]]);
  const get = (Name: string, keys: Keys, shown = "true") =>
    oos("GetSecretParameter", { Name, WithDecryption: shown }, keys);
  expect(await get("own-key", asker, "false")).toMatchObject({ Parameter: { Name: "own-key" } });
  expect(await codeOf(get("no-key", asker))).toBe("NoPermission");
  expect(await get("no-key", keyless)).toMatchObject({ Parameter: { Value: "open" } });
  expect(await codeOf(get("own-key", keyless))).toBe("NoPermission");
  expect(await get("own-key", owner)).toMatchObject({ Parameter: { Value: "hush" } });
});
