import { describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const STREAM = "aws:kinesis/stream:Stream";

describe(STREAM, () => {
  it("creates, updates, imports and deletes a stream with provisioned shards", async () => {
    const stream = await new TestResource(cloud, STREAM).create({
      name: "clicks",
      shardCount: 1,
      tags: { a: "1", b: "2" },
    });
    expect(stream.id).toBe(`arn:aws:kinesis:us-east-1:${cloud.account}:stream/clicks`);
    expect(stream.state).toMatchObject({ arn: stream.id, streamModeDetails: { streamMode: "PROVISIONED" } });
    const inputs = { name: "clicks", shardCount: 2, retentionPeriod: 48, tags: { a: "3" } };
    await stream.change(inputs);
    expect(stream.state).toMatchObject({ shardCount: 2, retentionPeriod: 48, tagsAll: { a: "3" } });
    await stream.change({ ...inputs, encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis" });
    await stream.change({ name: "clicks", shardCount: 2 });
    expect(stream.state).toMatchObject({ retentionPeriod: 24, encryptionType: "NONE" });
    expect(stream.differences({ name: "others", shardCount: 2 })).toMatchObject({ name: "replace" });
    await stream.import("clicks");
    await stream.delete();
  });

  it("creates, imports and deletes a stream with on-demand capacity", async () => {
    const inputs = { streamModeDetails: { streamMode: "ON_DEMAND" }, retentionPeriod: 36 };
    const stream = await new TestResource(cloud, STREAM, "demand").create(inputs);
    expect(stream.state.name).toMatch(/^demand-[0-9a-f]{7}$/);
    expect(stream.state).toMatchObject({ retentionPeriod: 36 });
    expect(stream.state.shardCount).toBeUndefined();
    expect(stream.differences({ shardCount: 2 })).toMatchObject({ shardCount: "change" });
    await stream.import(String(stream.state.name));
    await stream.delete();
  });

  it.each([
    [{ name: "a" }, /shardCount must be at least 1/],
    [{ name: "a", shardCount: 1, streamModeDetails: { streamMode: "ON_DEMAND" } }, /shardCount must not be set/],
    [{ name: "a", shardCount: 1, encryptionType: "KMS" }, /kmsKeyId is required/],
    [{ name: "a", shardCount: 1, retentionPeriod: 9000 }, /24 to 8760/],
    [{ name: "a b", shardCount: 1 }, /name/],
  ])("refuses the stream inputs %j", (inputs, reason) => {
    expect(new TestResource(cloud, STREAM).refusals(inputs).join()).toMatch(reason);
  });
});
