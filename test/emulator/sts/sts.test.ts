import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createKms } from "../../../offline/aliyun/services/kms/index.ts";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { createSts } from "../../../offline/aliyun/services/sts/index.ts";
import { callRpc, codeOf, type Keys } from "../support/call.ts";

const ACCOUNT = "1234567890123456";
let server: AliyunServer;
const ram = (action: string, query: Record<string, string>) => callRpc(server, "2015-05-01", action, query);
const sts = (action: string, query: Record<string, string>, keys?: Keys) =>
  callRpc(server, "2015-04-01", action, query, keys);
const kms = (action: string, query: Record<string, string>, keys?: Keys) =>
  callRpc(server, "2016-01-20", action, query, keys);

beforeAll(async () => {
  server = await startAliyun({ services: { ram: createRam, sts: createSts, kms: createKms } });
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

const document = (Action: string) =>
  JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

async function makeRole(principal: object, actions: string): Promise<string> {
  const trust = { Version: "1", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }] };
  const { Role } = await ram("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: JSON.stringify(trust) });
  await ram("CreatePolicy", { PolicyName: "p", PolicyDocument: document(actions) });
  await ram("AttachPolicyToRole", { RoleName: "r", PolicyName: "p", PolicyType: "Custom" });
  return (Role as { Arn: string }).Arn;
}

async function assume(RoleArn: string, more: Record<string, string> = {}): Promise<Keys> {
  const { Credentials } = await sts("AssumeRole", { RoleArn, RoleSessionName: "session", ...more });
  const made = Credentials as { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string };
  return { accessKeyId: made.AccessKeyId, accessKeySecret: made.AccessKeySecret, securityToken: made.SecurityToken };
}

const everybody = { RAM: [`acs:ram::${ACCOUNT}:root`] };

describe("GetCallerIdentity", () => {
  it("returns the caller's identity", async () => {
    expect(await sts("GetCallerIdentity", {})).toMatchObject({
      AccountId: ACCOUNT,
      Arn: `acs:ram::${ACCOUNT}:root`,
      IdentityType: "Account",
      UserId: ACCOUNT,
    });
    const keys = await assume(await makeRole(everybody, "a:B"));
    expect(await sts("GetCallerIdentity", {}, keys)).toMatchObject({
      Arn: `acs:ram::${ACCOUNT}:assumed-role/r/session`,
      IdentityType: "AssumedRoleUser",
    });
  });
});

describe("AssumeRole", () => {
  it("grants only what the role's policies allow", async () => {
    const keys = await assume(await makeRole(everybody, "kms:CreateSecret"));
    const secret = { SecretName: "s", SecretData: "text", VersionId: "1" };
    expect(await codeOf(kms("CreateSecret", secret, keys))).toBe("none");
    expect(await codeOf(kms("DeleteSecret", { SecretName: "s" }, keys))).toBe("Forbidden.NoPermission");
  });

  it("can only reduce the permissions with a session policy", async () => {
    const role = await makeRole(everybody, "kms:CreateSecret");
    const narrowed = await assume(role, { Policy: document("kms:GetSecretValue") });
    const secret = { SecretName: "s", SecretData: "text", VersionId: "1" };
    expect(await codeOf(kms("CreateSecret", secret, narrowed))).toBe("Forbidden.NoPermission");
    expect(await codeOf(kms("GetSecretValue", { SecretName: "s" }, narrowed))).toBe("Forbidden.NoPermission");
  });

  it("is refused for callers that the role does not trust", async () => {
    const role = await makeRole({ Service: ["fc.aliyuncs.com"] }, "kms:*");
    expect(await codeOf(assume(role))).toBe("NoPermission");
    expect(await codeOf(assume(`acs:ram::${ACCOUNT}:role/other`))).toBe("EntityNotExist.Role");
  });

  it("checks the duration and the session name", async () => {
    const role = await makeRole(everybody, "kms:*");
    expect(await codeOf(assume(role, { DurationSeconds: "899" }))).toBe("InvalidParameter.DurationSeconds");
    expect(await codeOf(assume(role, { DurationSeconds: "3601" }))).toBe("InvalidParameter.DurationSeconds");
    expect(await codeOf(assume(role, { Policy: "{}" }))).toBe("InvalidParameter.PolicyGrammar");
    expect(await codeOf(assume(role, { RoleSessionName: "a b" }))).toBe(
      "InvalidParameter.RoleSessionName.InvalidChars",
    );
  });
});

describe("temporary credentials", () => {
  it("expire, require their token, and end with the role", async () => {
    const keys = await assume(await makeRole(everybody, "kms:*"), { DurationSeconds: "900" });
    expect(await codeOf(kms("ListSecrets", {}, keys))).toBe("none");
    expect(await codeOf(kms("ListSecrets", {}, { ...keys, securityToken: "other" }))).toBe(
      "InvalidSecurityToken.MismatchWithAccessKey",
    );
    await server.clock.advance(901_000);
    expect(await codeOf(kms("ListSecrets", {}, keys))).toBe("InvalidSecurityToken.Expired");
    await ram("DetachPolicyFromRole", { RoleName: "r", PolicyName: "p", PolicyType: "Custom" });
    await ram("DeleteRole", { RoleName: "r" });
    expect(await codeOf(kms("ListSecrets", {}, keys))).toBe("InvalidAccessKeyId.NotFound");
  });
});
