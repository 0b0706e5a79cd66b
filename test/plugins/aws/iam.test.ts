import { describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
const allow = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

describe("aws:iam/role:Role", () => {
  it("creates, updates, imports and deletes a role", async () => {
    const role = await new TestResource(cloud, "aws:iam/role:Role").create({
      name: "worker",
      assumeRolePolicy: trust("lambda.amazonaws.com"),
      tags: { team: "a" },
    });
    expect(role.id).toBe("worker");
    expect(role.state).toMatchObject({ arn: `arn:aws:iam::${cloud.account}:role/worker`, path: "/" });
    const changed = await role.change({
      name: "worker",
      assumeRolePolicy: trust("scheduler.amazonaws.com"),
      description: "works",
      tags: { stage: "test" },
    });
    expect(changed.sort()).toEqual(["assumeRolePolicy", "description", "tags.stage", "tags.team"]);
    expect(role.differences({ name: "worker", assumeRolePolicy: trust("x"), path: "/a/" })).toMatchObject({
      path: "replace",
      assumeRolePolicy: "change",
    });
    await role.import("worker");
    await role.delete();
  });

  it("updates inline and managed policies and removes them with the role", async () => {
    const managed = await new TestResource(cloud, "aws:iam/policy:Policy", "managed").create({
      policy: allow("s3:ListBucket"),
    });
    const given = { name: "carrier", assumeRolePolicy: trust("lambda.amazonaws.com") };
    const role = await new TestResource(cloud, "aws:iam/role:Role", "carrier").create({
      ...given,
      managedPolicyArns: [managed.state.arn],
      inlinePolicies: [{ name: "one", policy: allow("sqs:SendMessage") }],
    });
    await role.change({
      ...given,
      managedPolicyArns: [],
      inlinePolicies: [{ name: "two", policy: allow("sqs:SendMessage") }],
    });
    await role.delete();
    await managed.delete();
  });
});

describe("policies of a role", () => {
  it("creates, updates, imports and deletes inline, managed and attached policies", async () => {
    const role = await new TestResource(cloud, "aws:iam/role:Role", "holder").create({
      name: "holder",
      assumeRolePolicy: trust("lambda.amazonaws.com"),
    });
    const inline = await new TestResource(cloud, "aws:iam/rolePolicy:RolePolicy").create({
      role: "holder",
      name: "main",
      policy: allow("sqs:SendMessage"),
    });
    expect(inline.id).toBe("holder:main");
    await inline.change({ role: "holder", name: "main", policy: allow("sqs:ReceiveMessage") });
    await inline.import("holder:main");

    const policy = await new TestResource(cloud, "aws:iam/policy:Policy").create({
      name: "p",
      policy: allow("s3:GetObject"),
    });
    for (const action of ["s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:GetObjectTagging", "s3:*"]) {
      expect(await policy.change({ name: "p", policy: allow(action) })).toEqual(["policy"]);
    }
    await policy.import(policy.id);
    const attachment = await new TestResource(cloud, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").create({
      role: "holder",
      policyArn: policy.state.arn,
    });
    await attachment.import(`holder/${policy.state.arn}`);
    for (const resource of [attachment, policy, inline, role]) await resource.delete();
  });
});
