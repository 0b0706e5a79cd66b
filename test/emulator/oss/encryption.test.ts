import { afterAll, beforeAll, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { callRpc, type Keys } from "../support/call.ts";
import { type OssClient, ossClient, refusal } from "./client.ts";

const KEY = "acs:kms:cn-hangzhou:1234567890123456:key/key-1";
const DENIED = "403 AccessDenied";
const body = Buffer.from("x");
let server: AliyunServer;
let root: OssClient;

/** A client of a user who may read and write all objects, and do this with the key. */
async function userWho(name: string, ...actions: readonly string[]): Promise<OssClient> {
  const ram = (action: string, query: Record<string, string>) => callRpc(server, "2015-05-01", action, query);
  const Statement = [
    { Effect: "Allow", Action: ["oss:GetObject", "oss:PutObject"], Resource: "*" },
    ...actions.map((Action) => ({ Effect: "Allow", Action, Resource: KEY })),
  ];
  await ram("CreateUser", { UserName: name });
  await ram("CreatePolicy", { PolicyName: name, PolicyDocument: JSON.stringify({ Version: "1", Statement }) });
  await ram("AttachPolicyToUser", { PolicyName: name, PolicyType: "Custom", UserName: name });
  const { AccessKey } = (await ram("CreateAccessKey", { UserName: name })) as { AccessKey: Record<string, string> };
  const keys: Keys = { accessKeyId: AccessKey.AccessKeyId ?? "", accessKeySecret: AccessKey.AccessKeySecret ?? "" };
  return ossClient(server.url, "sealed", keys);
}

beforeAll(async () => {
  server = await startAliyun({ services: { ram: createRam, oss: createOss }, strict: true });
  root = ossClient(server.url, "sealed");
  await root.putBucket("sealed");
  await root.put("open", body);
  await root.putBucketEncryption("sealed", { SSEAlgorithm: "KMS", KMSMasterKeyID: "key-1" });
  await root.put("there", body);
});
afterAll(() => server.stop());

it("returns the key that encrypts an object", async () => {
  const { res } = await root.head("there");
  expect(res.headers).toMatchObject({
    "x-oss-server-side-encryption": "KMS",
    "x-oss-server-side-encryption-key-id": "key-1",
  });
});

it("allows a user without key permissions only unencrypted objects", async () => {
  const user = await userWho("stranger");
  expect((await user.get("open")).content).toEqual(body);
  await user.put("plain", body, { headers: { "x-oss-server-side-encryption": "AES256" } });
  expect(await refusal(user.get("there"))).toBe(DENIED);
  expect(await refusal(user.put("new", body))).toBe(DENIED);
  expect(await refusal(user.append("log", body))).toBe(DENIED);
  expect(await refusal(user.initMultipartUpload("parts", {}))).toBe(DENIED);
  expect(await refusal(user.copy("copy", "open"))).toBe(DENIED);
  expect(await refusal(user.copy("copy", "there", { headers: { "x-oss-server-side-encryption": "AES256" } }))).toBe(
    DENIED,
  );
});

it("requires kms:GenerateDataKey to write, kms:Decrypt to read, and both to copy", async () => {
  const writer = await userWho("writer", "kms:GenerateDataKey");
  await writer.put("written", body);
  expect(await refusal(writer.get("written"))).toBe(DENIED);
  expect(await refusal(writer.copy("copy", "written"))).toBe(DENIED);
  const reader = await userWho("reader", "kms:Decrypt");
  expect((await reader.get("written")).content).toEqual(body);
  expect(await refusal(reader.put("written", body))).toBe(DENIED);
  const both = await userWho("both", "kms:GenerateDataKey", "kms:Decrypt");
  await both.copy("copy", "written");
  expect((await both.get("copy")).content).toEqual(body);
});
