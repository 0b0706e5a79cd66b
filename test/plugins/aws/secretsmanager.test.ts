import { describe, expect, it } from "vitest";
import { isSecret } from "../../../offline/plugins/server/wire.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const policy = (effect: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: effect, Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" }],
  });

describe(SECRET, () => {
  it("creates, updates, imports and schedules the deletion of a secret", async () => {
    const inputs = { name: "app/key", description: "A key", tags: { a: "1", b: "2" } };
    const secret = await new TestResource(cloud, SECRET).create(inputs);
    expect(secret.id).toMatch(/^arn:aws:secretsmanager:us-east-1:\d{12}:secret:app\/key-\w{6}$/);
    await secret.change({ ...inputs, description: "Another", policy: policy("Allow"), tags: { a: "3" } });
    await secret.change({ name: "app/key", policy: policy("Deny"), recoveryWindowInDays: 7 });
    expect(secret.state.description).toBeUndefined();
    expect(secret.differences({ name: "other" })).toMatchObject({ name: "replace" });
    await secret.import(secret.id, ["recoveryWindowInDays"]);
    await secret.delete();
  });

  it("frees the name of a secret at once when recoveryWindowInDays is 0", async () => {
    for (const name of ["first", "second"]) {
      const secret = await new TestResource(cloud, SECRET, name).create({ name: "again", recoveryWindowInDays: 0 });
      await secret.delete();
    }
  });

  it.each([
    [{ name: "a b" }, /name/],
    [{ name: "a", recoveryWindowInDays: 3 }, /0 \(delete at once\) or from 7 to 30/],
    [{ name: "a", namePrefix: "b" }, /can't be given together/],
  ])("refuses the secret inputs %j", (inputs, reason) => {
    expect(new TestResource(cloud, SECRET).refusals(inputs).join()).toMatch(reason);
  });
});

describe(VERSION, () => {
  it("creates, imports and deletes a secret version", async () => {
    const secret = await new TestResource(cloud, SECRET, "v").create({ name: "v", recoveryWindowInDays: 0 });
    const version = await new TestResource(cloud, VERSION).create({ secretId: secret.id, secretString: "hush" });
    expect(version.id).toBe(`${secret.id}|${version.state.versionId}`);
    expect(version.state).toMatchObject({ arn: secret.id, secretString: "hush", versionStages: ["AWSCURRENT"] });
    expect(isSecret(version.sealed.secretString)).toBe(true);
    expect(version.differences({ secretId: secret.id, secretString: "other" })).toEqual({ secretString: "replace" });
    await version.import(version.id);
    await version.delete().catch(() => undefined);
    await secret.delete();
    expect(await version.exists()).toBe(false);
  });

  it("stores a binary secret", async () => {
    const secret = await new TestResource(cloud, SECRET, "bytes").create({ name: "bytes", recoveryWindowInDays: 0 });
    const secretBinary = Buffer.from([0, 255, 1]).toString("base64");
    const version = await new TestResource(cloud, VERSION, "bytes").create({ secretId: secret.id, secretBinary });
    expect(version.state.secretBinary).toBe(secretBinary);
    await secret.delete();
  });

  it("never shows secret values in refusals", () => {
    const refusals = new TestResource(cloud, VERSION).refusals({
      secretId: "a",
      secretBinary: "not base64!",
      secretString: "hush",
    });
    expect(refusals.join()).toMatch(/can't be given together/);
    expect(refusals.join()).not.toMatch(/hush|not base64!/);
  });
});
