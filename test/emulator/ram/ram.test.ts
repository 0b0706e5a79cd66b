import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { createKms } from "../../../offline/aliyun/services/kms/index.ts";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { createSts } from "../../../offline/aliyun/services/sts/index.ts";
import { callRpc, codeOf, type Keys } from "../support/call.ts";

const VERSION = "2015-05-01";
const TRUST = JSON.stringify({
  Version: "1",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: ["fc.aliyuncs.com"] } }],
});
const document = (Action: string, Resource = "*", Effect = "Allow") =>
  JSON.stringify({ Version: "1", Statement: [{ Effect, Action, Resource }] });

let server: AliyunServer;
const ram = (action: string, query: Record<string, string>, keys?: Keys) =>
  callRpc(server, VERSION, action, query, keys);
const kms = (action: string, query: Record<string, string>, keys?: Keys) =>
  callRpc(server, "2016-01-20", action, query, keys);

beforeAll(async () => {
  server = await startAliyun({ services: { ram: createRam, sts: createSts, kms: createKms } });
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

describe("roles", () => {
  it("can be created, read and deleted with the vendor's own client", async () => {
    const {
      default: Client,
      CreateRoleRequest,
      GetRoleRequest,
    } = createRequire(import.meta.url)("@alicloud/ram20150501");
    const { $OpenApiUtil } = createRequire(import.meta.url)("@alicloud/openapi-core");
    const { host } = new URL(server.url);
    const config = { accessKeyId: "offline", accessKeySecret: "offline", endpoint: host, protocol: "http" };
    const client = new Client(new $OpenApiUtil.Config(config));
    await client.createRole(new CreateRoleRequest({ roleName: "Shop.Thumbnail", assumeRolePolicyDocument: TRUST }));
    const { body } = await client.getRole(new GetRoleRequest({ roleName: "Shop.Thumbnail" }));
    expect(body.role).toMatchObject({
      roleName: "Shop.Thumbnail",
      arn: "acs:ram::1234567890123456:role/shop.thumbnail",
      maxSessionDuration: 3600,
      assumeRolePolicyDocument: TRUST,
    });
    expect(body.requestId).toMatch(/^[0-9A-F-]{36}$/);
  });

  it("can be updated, tagged and listed", async () => {
    await ram("CreateRole", {
      RoleName: "r",
      AssumeRolePolicyDocument: TRUST,
      Description: "a",
      Tag: '[{"Key":"env","Value":"dev"}]',
    });
    const list = { ResourceType: "role", ResourceNames: '["r"]' };
    expect((await ram("ListTagResources", list)).TagResources).toEqual([
      { ResourceName: "r", ResourceType: "ROLE", TagKey: "env", TagValue: "dev" },
    ]);
    await ram("TagResources", { ...list, Tag: '[{"Key":"team","Value":"x"}]' });
    await ram("UntagResources", { ...list, TagKeys: '["env"]' });
    expect((await ram("ListTagResources", list)).TagResources).toMatchObject([{ TagKey: "team" }]);
    await ram("UpdateRole", { RoleName: "r", NewDescription: "b", NewMaxSessionDuration: "7200" });
    expect((await ram("GetRole", { RoleName: "r" })).Role).toMatchObject({
      Description: "b",
      MaxSessionDuration: 7200,
    });
    expect((await ram("ListRoles", {})).Roles).toMatchObject({ Role: [{ RoleName: "r" }] });
  });

  it.each<[string, Record<string, string>, string]>([
    ["a name with a space", { RoleName: "a b" }, "InvalidParameter.RoleName.InvalidChars"],
    ["a name of 65 characters", { RoleName: "a".repeat(65) }, "InvalidParameter.RoleName.Length"],
    ["no trust policy", { RoleName: "a", AssumeRolePolicyDocument: "" }, "MissingAssumeRolePolicyDocument"],
    ["an invalid trust policy", { RoleName: "a", AssumeRolePolicyDocument: "{}" }, "MalformedPolicyDocument"],
    ["too long sessions", { RoleName: "a", MaxSessionDuration: "50000" }, "InvalidParameter.MaxSessionDuration"],
  ])("refuse %s", async (_, query, code) => {
    expect(await codeOf(ram("CreateRole", { AssumeRolePolicyDocument: TRUST, ...query }))).toBe(code);
  });

  it("have unique names in any case, and are gone once deleted", async () => {
    await ram("CreateRole", { RoleName: "Role", AssumeRolePolicyDocument: TRUST });
    expect(await codeOf(ram("CreateRole", { RoleName: "role", AssumeRolePolicyDocument: TRUST }))).toBe(
      "EntityAlreadyExists.Role",
    );
    await ram("DeleteRole", { RoleName: "Role" });
    expect(await codeOf(ram("GetRole", { RoleName: "Role" }))).toBe("EntityNotExist.Role");
    expect(await codeOf(ram("DeleteRole", { RoleName: "Role" }))).toBe("EntityNotExist.Role");
  });
});

describe("policies", () => {
  it("have at most five versions", async () => {
    await ram("CreatePolicy", { PolicyName: "p", PolicyDocument: document("oss:Get*") });
    for (const action of ["a:A", "a:B", "a:C", "a:D"]) {
      await ram("CreatePolicyVersion", { PolicyName: "p", PolicyDocument: document(action), SetAsDefault: "true" });
    }
    const another = { PolicyName: "p", PolicyDocument: document("a:E"), SetAsDefault: "true" };
    expect(await codeOf(ram("CreatePolicyVersion", another))).toBe("LimitExceeded.Policy.Version");
    await ram("CreatePolicyVersion", { ...another, RotateStrategy: "DeleteOldestNonDefaultVersionWhenLimitExceeded" });
    const got = await ram("GetPolicy", { PolicyName: "p", PolicyType: "Custom" });
    expect(got.DefaultPolicyVersion).toMatchObject({
      VersionId: "v6",
      PolicyDocument: document("a:E"),
      IsDefaultVersion: true,
    });
    const versions = (await ram("ListPolicyVersions", { PolicyName: "p", PolicyType: "Custom" })).PolicyVersions;
    expect((versions as { PolicyVersion: { VersionId: string }[] }).PolicyVersion.map((v) => v.VersionId)).toEqual([
      "v2",
      "v3",
      "v4",
      "v5",
      "v6",
    ]);
    expect(await codeOf(ram("DeletePolicyVersion", { PolicyName: "p", VersionId: "v6" }))).toBe(
      "DeleteConflict.PolicyVersion.Default",
    );
  });

  it("cannot be deleted while attached, and block the deletion of their role", async () => {
    await ram("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: TRUST });
    await ram("CreatePolicy", { PolicyName: "p", PolicyDocument: document("oss:Get*") });
    const both = { RoleName: "r", PolicyName: "p", PolicyType: "Custom" };
    await ram("AttachPolicyToRole", both);
    expect(await codeOf(ram("AttachPolicyToRole", both))).toBe("EntityAlreadyExists.Role.Policy");
    expect(await codeOf(ram("DeleteRole", { RoleName: "r" }))).toBe("DeleteConflict.Role.Policy");
    expect(await codeOf(ram("DeletePolicy", { PolicyName: "p" }))).toBe("DeleteConflict.Policy.Role");
    expect((await ram("ListPoliciesForRole", { RoleName: "r" })).Policies).toMatchObject({
      Policy: [{ PolicyName: "p", PolicyType: "Custom" }],
    });
    expect(await ram("ListEntitiesForPolicy", { PolicyName: "p", PolicyType: "Custom" })).toMatchObject({
      Users: { User: [] },
      Groups: { Group: [] },
      Roles: { Role: [{ RoleName: "r" }] },
    });
    await ram("DetachPolicyFromRole", both);
    expect(await codeOf(ram("DetachPolicyFromRole", both))).toBe("EntityNotExist.Role.Policy");
    await ram("DeletePolicy", { PolicyName: "p" });
    expect(await codeOf(ram("GetPolicy", { PolicyName: "p", PolicyType: "Custom" }))).toBe("EntityNotExist.Policy");
  });

  it("include the vendor's system policies", async () => {
    const got = await ram("GetPolicy", { PolicyName: "AliyunFCFullAccess", PolicyType: "System" });
    expect(got.Policy).toMatchObject({ PolicyType: "System", DefaultVersion: "v1" });
  });
});

/** A user with an access key, and nothing else. */
async function makeUser(name: string): Promise<Keys> {
  await ram("CreateUser", { UserName: name });
  const { AccessKey } = await ram("CreateAccessKey", { UserName: name });
  const key = AccessKey as { AccessKeyId: string; AccessKeySecret: string };
  return { accessKeyId: key.AccessKeyId, accessKeySecret: key.AccessKeySecret };
}

const grant = async (principal: Record<string, string>, kind: string, name: string, text: string) => {
  await ram("CreatePolicy", { PolicyName: name, PolicyDocument: text });
  await ram(`AttachPolicyTo${kind}`, { ...principal, PolicyName: name, PolicyType: "Custom" });
};

describe("users", () => {
  it("have no display name until one is set", async () => {
    const shown = async () => (await ram("GetUser", { UserName: "u" })).User;
    await ram("CreateUser", { UserName: "u" });
    expect(await shown()).toMatchObject({ UserName: "u", DisplayName: "" });
    await ram("UpdateUser", { UserName: "u", NewDisplayName: "Somebody" });
    expect(await shown()).toMatchObject({ UserName: "u", DisplayName: "Somebody" });
  });

  it("may do only what their own and their groups' policies allow", async () => {
    const keys = await makeUser("u");
    await kms("CreateSecret", { SecretName: "s", SecretData: "text", VersionId: "1" });
    expect(await codeOf(kms("GetSecretValue", { SecretName: "s" }, keys))).toBe("Forbidden.NoPermission");
    await ram("CreateGroup", { GroupName: "g" });
    await ram("AddUserToGroup", { GroupName: "g", UserName: "u" });
    await grant({ GroupName: "g" }, "Group", "read", document("kms:GetSecretValue", "acs:kms:*:*:secret/s"));
    expect(await kms("GetSecretValue", { SecretName: "s" }, keys)).toMatchObject({ SecretData: "text" });
    expect(await codeOf(kms("DeleteSecret", { SecretName: "s" }, keys))).toBe("Forbidden.NoPermission");
    await grant({ UserName: "u" }, "User", "never", document("kms:*", "*", "Deny"));
    expect(await codeOf(kms("GetSecretValue", { SecretName: "s" }, keys))).toBe("Forbidden.NoPermission");
  });

  it("are refused once their key is disabled, deleted or used with a wrong secret", async () => {
    const keys = await makeUser("u");
    await ram("AttachPolicyToUser", { UserName: "u", PolicyName: "AdministratorAccess", PolicyType: "System" });
    expect(await codeOf(ram("GetUser", { UserName: "u" }, keys))).toBe("none");
    expect(await codeOf(ram("GetUser", { UserName: "u" }, { ...keys, accessKeySecret: "x" }))).toBe(
      "SignatureDoesNotMatch",
    );
    const key = { UserName: "u", UserAccessKeyId: keys.accessKeyId };
    const own = (AccessKeyId: unknown) => ({ AccessKeys: { AccessKey: [{ AccessKeyId, Status: "Active" }] } });
    expect(await ram("ListAccessKeys", { UserName: "u" })).toMatchObject(own(keys.accessKeyId));
    expect(await ram("ListAccessKeys", {})).toMatchObject(own(expect.any(String)));
    await ram("UpdateAccessKey", { ...key, Status: "Inactive" });
    expect(await codeOf(ram("GetUser", { UserName: "u" }, keys))).toBe("InvalidAccessKeyId.NotFound");
    await ram("UpdateAccessKey", { ...key, Status: "Active" });
    await ram("DeleteAccessKey", key);
    expect(await codeOf(ram("GetUser", { UserName: "u" }, keys))).toBe("InvalidAccessKeyId.NotFound");
  });

  it("can be deleted when nothing belongs to them", async () => {
    const keys = await makeUser("u");
    expect(await codeOf(ram("DeleteUser", { UserName: "u" }))).toBe("DeleteConflict.User.AccessKey");
    await ram("DeleteAccessKey", { UserName: "u", UserAccessKeyId: keys.accessKeyId });
    await ram("DeleteUser", { UserName: "u" });
    expect((await ram("ListUsers", {})).Users).toEqual({ User: [] });
  });
});
