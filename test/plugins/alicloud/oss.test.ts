import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TestResource, REGION, useCloud } from "./cloud.ts";

const cloud = useCloud();
const bucketToken = "alicloud:oss/bucket:Bucket";

describe("OSS buckets", () => {
  it("creates, updates, imports and deletes a bucket and each of its settings", async () => {
    const inputs = { bucket: "polyfn-one" };
    const life = await new TestResource(cloud, bucketToken).create(inputs);
    expect(life.state).toMatchObject({
      acl: "private",
      storageClass: "Standard",
      redundancyType: "LRS",
      location: `oss-${REGION}`,
      extranetEndpoint: expect.stringContaining(REGION),
      forceDestroy: false,
    });
    const corsRules = [
      { allowedOrigins: ["*"], allowedMethods: ["GET", "PUT"], allowedHeaders: ["*"], maxAgeSeconds: 60 },
    ];
    await life.change({ ...inputs, corsRules, tags: { team: "a" } });
    const lifecycleRules = [
      { id: "tmp", prefix: "tmp/", enabled: true, expirations: [{ days: 3 }] },
      {
        id: "old",
        prefix: "",
        enabled: false,
        transitions: [{ days: 30, storageClass: "IA" }],
        abortMultipartUploads: [{ days: 7 }],
      },
    ];
    await life.change({ ...inputs, corsRules, lifecycleRules, versioning: { status: "Enabled" } });
    const serverSideEncryptionRule = { sseAlgorithm: "AES256" };
    const website = { indexDocument: "index.html" };
    await life.change({ ...inputs, versioning: { status: "Suspended" }, serverSideEncryptionRule, website });
    expect(life.differences({ ...inputs, bucket: "other" })).toMatchObject({ bucket: "replace" });
    await life.import("polyfn-one");
    await life.delete();
  });

  it("creates a bucket with all settings given at creation", async () => {
    const inputs = {
      bucket: "polyfn-whole",
      acl: "public-read",
      storageClass: "IA",
      logging: { targetBucket: "polyfn-whole", targetPrefix: "log/" },
      refererConfig: { allowEmpty: false, referers: ["https://example.com"] },
      policy: JSON.stringify({
        Version: "1",
        Statement: [
          { Effect: "Allow", Action: ["oss:GetObject"], Principal: ["*"], Resource: ["acs:oss:*:*:polyfn-whole/*"] },
        ],
      }),
      transferAcceleration: { enabled: true },
      versioning: { status: "Enabled" },
    };
    const life = await new TestResource(cloud, bucketToken, "whole").create(inputs);
    expect(life.state).toMatchObject(inputs);
    await life.delete();
  });

  it("deletes a non-empty bucket and its object versions only with forceDestroy", async () => {
    const versioning = { status: "Enabled" };
    const life = await new TestResource(cloud, bucketToken, "full").create({ bucket: "polyfn-full", versioning });
    const object = new TestResource(cloud, "alicloud:oss/bucketObject:BucketObject", "full");
    await object.create({ bucket: "polyfn-full", key: "a", content: "1" });
    await object.change({ bucket: "polyfn-full", key: "a", content: "2" });
    await expect(life.delete()).rejects.toMatchObject({ code: "BucketNotEmpty" });
    await life.change({ bucket: "polyfn-full", versioning, forceDestroy: true });
    await life.delete();
  });
});

describe("OSS objects", () => {
  it("creates, updates and deletes objects from content and from a file", async () => {
    const bucket = await new TestResource(cloud, bucketToken, "holder").create({ bucket: "polyfn-holder" });
    const inputs = { bucket: "polyfn-holder", key: "code/a b.txt", content: "hello", contentType: "text/plain" };
    const life = await new TestResource(cloud, "alicloud:oss/bucketObject:BucketObject").create(inputs);
    expect(life.id).toBe("code/a b.txt");
    expect(life.state).toMatchObject({ contentLength: "5", contentType: "text/plain", acl: "private" });
    const { etag } = life.state;
    await life.change({ ...inputs, content: "hello again", cacheControl: "no-cache" });
    expect(life.state.etag).not.toBe(etag);
    await life.change({ ...inputs, content: "hello again", cacheControl: "no-cache", acl: "public-read" });
    await life.delete();
    const source = join(mkdtempSync(join(tmpdir(), "polyfn-oss-")), "code.zip");
    writeFileSync(source, Buffer.alloc(1000, 7));
    const file = await new TestResource(cloud, "alicloud:oss/bucketObject:BucketObject", "file").create({
      bucket: "polyfn-holder",
      key: "code.zip",
      source,
    });
    expect(file.state).toMatchObject({ contentLength: "1000" });
    await file.delete();
    await bucket.delete();
  });
});

describe("OSS bucket settings as separate resources", () => {
  const settings: [string, Record<string, unknown>, Record<string, unknown>][] = [
    ["alicloud:oss/bucketAcl:BucketAcl", { acl: "private" }, { acl: "public-read" }],
    [
      "alicloud:oss/bucketCors:BucketCors",
      { corsRules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }], responseVary: true },
      { corsRules: [{ allowedOrigins: ["*"], allowedMethods: ["GET", "PUT"], maxAgeSeconds: 5 }], responseVary: true },
    ],
    ["alicloud:oss/bucketVersioning:BucketVersioning", { status: "Enabled" }, { status: "Suspended" }],
    [
      "alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption",
      { sseAlgorithm: "AES256" },
      { sseAlgorithm: "KMS", kmsMasterKeyId: "key-1" },
    ],
    [
      "alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock",
      { blockPublicAccess: true },
      { blockPublicAccess: false },
    ],
  ];

  it.each(settings)("creates, updates, imports and deletes %s", async (token, first, second) => {
    const bucket = `polyfn-${token.split(":").at(-1)?.toLowerCase()}`;
    await new TestResource(cloud, bucketToken, bucket).create({ bucket });
    const life = await new TestResource(cloud, token).create({ bucket, ...first });
    expect(life.id).toBe(bucket);
    await life.change({ bucket, ...second });
    await life.import(bucket);
    const stays = /Acl|Versioning|PublicAccessBlock/.test(token);
    await life.delete({ stays });
  });
});
