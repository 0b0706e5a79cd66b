import { describe, expect, it } from "vitest";
import { isSecret, secret } from "../../../offline/plugins/server/wire.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();

describe("OOS parameters", () => {
  it("creates, updates, imports and deletes a parameter", async () => {
    const inputs = { parameterName: "mode", type: "String", value: "a", description: "how" };
    const life = await new TestResource(cloud, "alicloud:oos/parameter:Parameter").create(inputs);
    expect(life.id).toBe("mode");
    await life.change({ ...inputs, value: "b", tags: { team: "a" } });
    expect(life.state).toMatchObject({ value: "b", tags: { team: "a" } });
    expect(life.differences({ ...inputs, type: "StringList" })).toMatchObject({ type: "replace" });
    await life.import("mode");
    await life.delete();
  });
});

describe("OOS secret parameters", () => {
  it("creates, updates, imports and deletes a secret parameter and keeps its value secret in the state", async () => {
    const inputs = { secretParameterName: "token", value: secret("hush-hush") };
    const life = await new TestResource(cloud, "alicloud:oos/secretParameter:SecretParameter").create(inputs);
    expect(life.id).toBe("token");
    expect(isSecret(life.sealed.value)).toBe(true);
    expect(JSON.stringify({ ...life.sealed, value: undefined })).not.toContain("hush-hush");
    await life.change({ ...inputs, value: secret("hush-2"), description: "a token" });
    await life.import("token", ["value"]);
    await life.delete();
  });
});

describe("KMS secrets", () => {
  it("creates, updates, imports and deletes a secret", async () => {
    const inputs = { secretName: "key", secretData: secret("one"), versionId: "v1", forceDeleteWithoutRecovery: true };
    const life = await new TestResource(cloud, "alicloud:kms/secret:Secret").create(inputs);
    expect(life.id).toBe("key");
    expect(life.state).toMatchObject({ secretDataType: "text", versionStages: ["ACSCurrent"] });
    await life.change({ ...inputs, secretData: secret("two"), versionId: "v2" });
    expect(life.state).toMatchObject({ secretData: "two", versionId: "v2" });
    await life.change({ ...inputs, secretData: secret("two"), versionId: "v2", description: "d", tags: { team: "a" } });
    expect(life.differences({ ...inputs, secretName: "other" })).toMatchObject({ secretName: "replace" });
    await life.import("key", ["forceDeleteWithoutRecovery"]);
    await life.delete();
  });
});
