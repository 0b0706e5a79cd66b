import { describe, expect, it } from "vitest";
import { ACCOUNT, TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();

const trust = (service: string) =>
  JSON.stringify({
    Version: "1",
    Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: [service] } }],
  });
const allow = (...actions: string[]) =>
  JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action: actions, Resource: ["*"] }] });

describe("RAM roles", () => {
  it("creates, updates, imports and deletes a role", async () => {
    const inputs = { roleName: "Worker-one", assumeRolePolicyDocument: trust("fc.aliyuncs.com"), force: true };
    const life = await new TestResource(cloud, "alicloud:ram/role:Role").create(inputs);
    expect(life.id).toBe("Worker-one");
    expect(life.state).toMatchObject({
      arn: `acs:ram::${ACCOUNT}:role/worker-one`,
      name: "Worker-one",
      services: ["fc.aliyuncs.com"],
      version: "1",
    });
    expect(await life.change({ ...inputs, description: "does work", tags: { team: "a" } })).toEqual([
      "description",
      "tags",
    ]);
    expect(await life.change({ ...inputs, assumeRolePolicyDocument: trust("oss.aliyuncs.com") })).toContain(
      "assumeRolePolicyDocument",
    );
    expect(life.state).toMatchObject({ services: ["oss.aliyuncs.com"] });
    expect(life.differences({ ...inputs, roleName: "other" })).toMatchObject({ roleName: "replace" });
    await life.import("Worker-one", ["force"]);
    await life.delete();
  });

  it("generates a role name and refuses both name and roleName", async () => {
    const life = new TestResource(cloud, "alicloud:ram/role:Role", "unnamed");
    await life.create({ assumeRolePolicyDocument: trust("fc.aliyuncs.com") });
    expect(life.id).toMatch(/^unnamed-[0-9a-f]{7}$/);
    expect(life.refusals({ roleName: "a", name: "b", assumeRolePolicyDocument: "{}" })).toEqual([
      "name and roleName can't be given together.",
    ]);
    expect(life.refusals({ roleName: "a", assumeRolePolicyDocument: "{" })).toEqual([
      'assumeRolePolicyDocument is "{", but must be a JSON document.',
    ]);
    await life.delete();
  });
});

describe("RAM policies", () => {
  it("creates a new policy version when the policy document changes", async () => {
    const inputs = { policyName: "read-all", policyDocument: allow("oss:GetObject"), force: true };
    const life = await new TestResource(cloud, "alicloud:ram/policy:Policy").create(inputs);
    expect(life.state).toMatchObject({ type: "Custom", defaultVersion: "v1", versionId: "v1", name: "read-all" });
    expect(await life.change({ ...inputs, policyDocument: allow("oss:GetObject", "oss:PutObject") })).toContain(
      "policyDocument",
    );
    expect(life.state).toMatchObject({
      defaultVersion: "v2",
      statements: [{ actions: ["oss:GetObject", "oss:PutObject"] }],
    });
    await life.change({ ...inputs, policyDocument: allow("oss:GetObject", "oss:PutObject"), description: "more" });
    await life.import("read-all", ["force"]);
    await life.delete();
  });

  it("attaches a policy to a role and deletes an attached policy with force", async () => {
    const role = await new TestResource(cloud, "alicloud:ram/role:Role", "attached").create({
      roleName: "attached",
      assumeRolePolicyDocument: trust("fc.aliyuncs.com"),
    });
    const policy = await new TestResource(cloud, "alicloud:ram/policy:Policy", "attached").create({
      policyName: "attached",
      policyDocument: allow("mns:SendMessage"),
      force: true,
    });
    const inputs = { policyName: "attached", policyType: "Custom", roleName: "attached" };
    const attachment = await new TestResource(cloud, "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment").create(
      inputs,
    );
    expect(attachment.id).toBe("role:attached:Custom:attached");
    await attachment.import(attachment.id);
    await attachment.delete();
    await attachment.create(inputs);
    await policy.delete();
    expect(await attachment.exists()).toBe(false);
    await role.delete();
  });
});
