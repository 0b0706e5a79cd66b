import { describe, expect, it } from "vitest";
import { functions } from "../../../offline/plugins/aws/functions.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";
const POLICY = "aws:kms/keyPolicy:KeyPolicy";

const policy = (sid: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: sid,
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${cloud.account}:root` },
        Action: ["kms:*"],
        Resource: ["*"],
      },
    ],
  });

describe(KEY, () => {
  it("creates, updates, imports and schedules the deletion of a key", async () => {
    const inputs = {
      description: "A key",
      enableKeyRotation: true,
      rotationPeriodInDays: 180,
      tags: { a: "1", b: "2" },
    };
    const key = await new TestResource(cloud, KEY).create({ ...inputs, deletionWindowInDays: 7 });
    expect(key.state.arn).toBe(`arn:aws:kms:us-east-1:${cloud.account}:key/${key.id}`);
    await key.change({ ...inputs, description: "Another", rotationPeriodInDays: 90, tags: { a: "3" } });
    await key.change({ description: "Another", isEnabled: false });
    expect(key.state).toMatchObject({ isEnabled: false, enableKeyRotation: false });
    expect(key.differences({ keyUsage: "SIGN_VERIFY" })).toMatchObject({ keyUsage: "replace" });
    await key.import(key.id, ["deletionWindowInDays", "bypassPolicyLockoutSafetyCheck"]);
    await key.delete();
    expect(await key.exists()).toBe(false);
  });

  it.each([
    [{ deletionWindowInDays: 31 }, /deletionWindowInDays/],
    [{ enableKeyRotation: true, rotationPeriodInDays: 10 }, /rotationPeriodInDays/],
  ])("refuses the key inputs %j", (inputs, reason) => {
    expect(new TestResource(cloud, KEY).refusals(inputs).join()).toMatch(reason);
  });
});

describe(ALIAS, () => {
  it("creates, updates, imports and deletes an alias, and getKey resolves it", async () => {
    const first = await new TestResource(cloud, KEY, "first").create({});
    const second = await new TestResource(cloud, KEY, "second").create({});
    const alias = await new TestResource(cloud, ALIAS).create({ name: "alias/app-master", targetKeyId: first.id });
    expect(alias.id).toBe("alias/app-master");
    await alias.change({ name: "alias/app-master", targetKeyId: second.id });
    expect(alias.state.targetKeyArn).toBe(second.state.arn);
    const getKey = functions(() => cloud.session.context({})).get("aws:kms/getKey:getKey");
    expect(await getKey?.({ keyId: "alias/app-master" })).toMatchObject({ arn: second.state.arn, id: second.id });
    await expect(getKey?.({ keyId: "alias/nothing" })).rejects.toThrow('There is no key "alias/nothing".');
    await alias.import(alias.id);
    await alias.delete();
    expect(new TestResource(cloud, ALIAS).refusals({ name: "alias/aws/sqs", targetKeyId: first.id }).join()).toMatch(
      /name/,
    );
  });
});

describe(POLICY, () => {
  it("restores the default key policy when the key policy resource is deleted", async () => {
    const key = await new TestResource(cloud, KEY, "p").create({});
    const own = await new TestResource(cloud, POLICY).create({ keyId: key.id, policy: policy("One") });
    await own.change({ keyId: key.id, policy: policy("Two") });
    expect(String(own.state.policy)).toContain("Two");
    await own.delete({ stays: true });
    await key.import(key.id, ["deletionWindowInDays", "bypassPolicyLockoutSafetyCheck", "policy"]);
    const kms = await cloud.session.context({}).client("kms");
    const { Policy } = await kms.getKeyPolicy({ KeyId: key.id, PolicyName: "default" });
    expect(JSON.parse(Policy ?? "").Statement).toMatchObject([{ Sid: "Enable IAM User Permissions" }]);
  });
});
