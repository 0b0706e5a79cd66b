import { describe, expect, it } from "vitest";
import type { Json } from "../../../offline/plugins/server/wire.ts";
import { createFunction } from "./functions.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();

/** Bucket names are unique among all accounts. */
const named = (name: string) => `${name}-${cloud.account}`;
const createBucket = (name: string, more: Json = {}) =>
  new TestResource(cloud, "aws:s3/bucket:Bucket", name).create({ bucket: named(name), ...more });

describe("aws:s3/bucket:Bucket", () => {
  it("creates, updates, imports and deletes a bucket", async () => {
    const bucket = await createBucket("one", { tags: { team: "a" } });
    expect(bucket.state).toMatchObject({ arn: `arn:aws:s3:::${named("one")}`, bucketRegion: "us-east-1" });
    expect(await bucket.change({ bucket: named("one"), forceDestroy: true })).toEqual(["forceDestroy", "tags"]);
    expect(bucket.differences({ bucket: named("two"), forceDestroy: true })).toEqual({ bucket: "replace" });
    expect(bucket.refusals({ bucket: "Not_A_Bucket" })).toHaveLength(1);
    expect(bucket.refusals({ bucket: "bucket", versioning: { enabled: true } })[0]).toContain("is not served");
    await bucket.import(named("one"), ["forceDestroy"]);
    await bucket.delete();
  });

  it("deletes a non-empty bucket and its object versions only with forceDestroy", async () => {
    const kept = await createBucket("kept");
    const versioning = await new TestResource(cloud, "aws:s3/bucketVersioning:BucketVersioning").create({
      bucket: named("kept"),
      versioningConfiguration: { status: "Enabled" },
    });
    const given = { bucket: named("kept"), key: "a/b.txt" };
    const object = await new TestResource(cloud, "aws:s3/bucketObjectv2:BucketObjectv2").create({
      ...given,
      content: "1",
    });
    expect(await object.change({ ...given, content: "2", contentType: "text/plain" })).toEqual([
      "content",
      "contentType",
    ]);
    await object.import(`${named("kept")}/a/b.txt`, ["content"]);
    const other = await new TestResource(cloud, "aws:s3/bucketObject:BucketObject", "two").create({
      bucket: named("kept"),
      key: "c",
      content: "c",
    });
    expect(other.state.etag).toMatch(/^[0-9a-f]{32}$/);
    await expect(kept.delete()).rejects.toThrow();
    await versioning.change({ bucket: named("kept"), versioningConfiguration: { status: "Suspended" } });
    await kept.change({ bucket: named("kept"), forceDestroy: true });
    await kept.delete();
  });
});

describe("settings of a bucket", () => {
  it("creates, updates, imports and deletes each setting of a bucket", async () => {
    const bucket = await createBucket("settings");
    const name = named("settings");
    const cases: [string, Json, Json][] = [
      [
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        { blockPublicAcls: true, blockPublicPolicy: true },
        { blockPublicAcls: true, restrictPublicBuckets: true },
      ],
      [
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        { rule: { objectOwnership: "BucketOwnerEnforced" } },
        { rule: { objectOwnership: "ObjectWriter" } },
      ],
      [
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        { corsRules: [{ allowedMethods: ["GET", "PUT"], allowedOrigins: ["*"] }] },
        { corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["*"], maxAgeSeconds: 60 }] },
      ],
      [
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        { rules: [{ id: "old", status: "Enabled", filter: { prefix: "tmp/" }, expiration: { days: 7 } }] },
        {
          rules: [
            {
              id: "old",
              status: "Disabled",
              transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
              noncurrentVersionExpiration: { noncurrentDays: 3 },
            },
          ],
        },
      ],
      [
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }] },
      ],
      [
        "aws:s3/bucketPolicy:BucketPolicy",
        { policy: policy(name, "s3:GetObject") },
        { policy: policy(name, "s3:PutObject") },
      ],
    ];
    for (const [token, first, second] of cases) {
      const life = await new TestResource(cloud, token).create({ bucket: name, ...first });
      expect(life.id).toBe(name);
      await life.change({ bucket: name, ...second });
      await life.import(name);
      // Every bucket is encrypted, so a deletion leaves the cloud's own setting.
      if (token.includes("Encryption")) await cloud.lifecycle.delete({ token, urn: "" }, life.id, life.sealed);
      else await life.delete();
    }
    await bucket.delete();
  });
});

describe("aws:s3/bucketNotification:BucketNotification", () => {
  it("creates, updates, imports and deletes a bucket notification", async () => {
    const bucket = await createBucket("events");
    const fn = await createFunction(cloud, "onupload");
    const one = { id: "one", lambdaFunctionArn: fn.state.arn, events: ["s3:ObjectCreated:*"] };
    const two = { id: "two", lambdaFunctionArn: fn.state.arn, events: ["s3:ObjectRemoved:*"], filterSuffix: ".png" };
    const token = "aws:s3/bucketNotification:BucketNotification";
    const life = await new TestResource(cloud, token).create({ bucket: named("events"), lambdaFunctions: [one] });
    await life.change({ bucket: named("events"), lambdaFunctions: [{ ...one, filterPrefix: "in/" }, two] });
    expect(life.refusals({ bucket: "b", lambdaFunctions: [{ events: ["s3:Created"] }] })).toHaveLength(1);
    await life.import(named("events"));
    await cloud.lifecycle.delete({ token, urn: "urn:pulumi:test::life::x::one" }, life.id, life.sealed);
    for (const other of [fn, bucket]) await other.delete();
  });
});

function policy(bucket: string, action: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: `arn:aws:s3:::${bucket}/*` }],
  });
}
