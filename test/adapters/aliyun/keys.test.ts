import { beforeAll, describe, expect, it } from "vitest";
import { aliyun } from "../../../adapters/aliyun/adapter.ts";
import { defineApp } from "../../../index.ts";
import { parseApp } from "../../../model/parse.ts";
import { ofType, one, type Planned } from "../planned.ts";
import { plan } from "./planned.ts";
import { ownProblems } from "../target-problems.ts";

const spec = defineApp({
  name: "shop",
  resources: {
    master: { kind: "key", rotation: "365d", deletionWindow: "7d", tags: { for: "data" } },
    theirs: { kind: "key", existing: "acs:kms:cn-beijing:9999999999999999:key/key-bj1" },
    byId: { kind: "key", existing: "key-hzz1" },
    files: { kind: "bucket", key: "master" },
    inbox: { kind: "bucket", existing: "partner-inbox", key: "theirs" },
    jobs: { kind: "queue", key: "master", visibilityTimeout: "2m" },
    clicks: { kind: "stream", key: "theirs" },
    rows: { kind: "table", key: { partition: { name: "id" } }, encryptionKey: "byId", changes: true },
    pepper: { kind: "secret", key: "master" },
    plain: { kind: "bucket" },
  },
  functions: {
    writer: { handler: "f.ts", permissions: { files: ["write"], inbox: ["write"], plain: ["write"] } },
    reader: { handler: "f.ts", permissions: { files: ["read"], pepper: ["read"] } },
    sender: { handler: "f.ts", permissions: { jobs: ["send"], clicks: ["put"], rows: ["read", "write"] } },
    taker: { handler: "f.ts", triggers: { jobs: { kind: "queue", queue: "jobs" } } },
  },
});

const THEIRS = "acs:kms:cn-beijing:9999999999999999:key/key-bj1";
const BY_ID = "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz1";

describe("a plan with keys", () => {
  let planned: readonly Planned[];
  let masterId: string;
  let MASTER: string;
  beforeAll(async () => {
    ({ planned } = await plan(spec));
    masterId = String(one(planned, "Alias", "shop-master-alias").keyId);
    MASTER = `acs:kms:cn-hangzhou:1234567890123456:key/${masterId}`;
  });
  const statementsOf = (name: string): { Action: string[]; Resource: string[] }[] =>
    JSON.parse(String(one(planned, "Policy", name).policyDocument)).Statement;
  const onKeys = (name: string) =>
    Object.fromEntries(
      statementsOf(name)
        .filter(({ Resource }) => Resource.some((arn) => arn.includes(":key/")))
        .map(({ Action, Resource }) => [Resource.join(" "), Action]),
    );

  it("creates a key with an alias, in the deployment's KMS instance if there is one", async () => {
    expect(one(planned, "kms/key:Key", "shop-master")).toEqual({
      pendingWindowInDays: 7,
      automaticRotation: "Enabled",
      rotationInterval: "31536000s",
      tags: { for: "data" },
    });
    expect(one(planned, "kms/alias:Alias", "shop-master-alias").aliasName).toBe("alias/shop-dev-master");
    expect(ofType(planned, "kms/key:Key")).toHaveLength(1);
    const inside = await plan(spec, { endpoint: "http://127.0.0.1:4580", domain: "localhost", kmsInstance: "kst-1" });
    expect(one(inside.planned, "kms/key:Key", "shop-master").dkmsInstanceId).toBe("kst-1");
    expect(one(inside.planned, "kms/secret:Secret", "shop-pepper").encryptionKeyId).toBe(masterId);
  });

  it("encrypts the resources that polyfn owns", () => {
    expect(one(planned, "oss/bucket:Bucket", "shop-files").serverSideEncryptionRule).toEqual({
      sseAlgorithm: "KMS",
      kmsMasterKeyId: masterId,
    });
    expect(one(planned, "oss/bucket:Bucket", "shop-plain").serverSideEncryptionRule).toEqual({
      sseAlgorithm: "AES256",
    });
    expect(one(planned, "ServiceQueue", "shop-jobs")).toMatchObject({
      enableSse: true,
      sseType: "KMS",
      sseAlgorithm: "AES-256-GCM",
      kmsKeyId: masterId,
    });
    expect(one(planned, "log/store:Store", "shop-clicks").encryptConf).toEqual({
      enable: true,
      encryptType: "default",
      userCmkInfo: {
        cmkKeyId: "key-bj1",
        arn: "acs:ram::1234567890123456:role/shop-dev-clicks--key-cn-hangzhou",
        regionId: "cn-beijing",
      },
    });
    expect(one(planned, "SecretParameter", "shop-pepper").keyId).toBe(masterId);
  });

  it("encrypts a table and its table of earlier images with the same key", () => {
    const expected = {
      enableSse: true,
      sseKeyType: "SSE_BYOK",
      sseKeyId: "key-hzz1",
      sseRoleArn: "acs:ram::1234567890123456:role/shop-dev-rows--key-cn-hangzhou",
    };
    expect(one(planned, "ots/table:Table", "shop-rows")).toMatchObject(expected);
    expect(one(planned, "ots/table:Table", "shop-rows-images")).toMatchObject(expected);
  });

  it("creates a role for this key alone for services that store data", () => {
    const use = ["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];
    const actions = use.map((action) => `kms:${action}`);
    expect(onKeys("shop-clicks-key-policy")).toEqual({ [THEIRS]: actions });
    expect(onKeys("shop-rows-key-policy")).toEqual({ [BY_ID]: actions });
    const trusted = (name: string) => JSON.parse(String(one(planned, "Role", name).assumeRolePolicyDocument));
    expect(trusted("shop-clicks-key-role").Statement[0].Principal).toEqual({ Service: ["log.aliyuncs.com"] });
    expect(trusted("shop-rows-key-role").Statement[0].Principal).toEqual({ Service: ["ots.aliyuncs.com"] });
  });

  it("gives functions the actions on keys that services use in their name, also for adopted resources", () => {
    const write = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"];
    expect(onKeys("shop-writer-policy")).toEqual({ [MASTER]: write, [THEIRS]: write });
    expect(onKeys("shop-reader-policy")).toEqual({ [MASTER]: ["kms:Decrypt"] });
    // MNS, SLS and Tablestore use their own roles.
    expect(onKeys("shop-sender-policy")).toEqual({});
    expect(onKeys("shop-taker-policy")).toEqual({});
  });
});

describe("checks of keys", () => {
  const found = (resources: object, settings: object = {}): string[] =>
    ownProblems(aliyun, parseApp({ name: "shop", resources }), {
      name: "shop",
      target: "aliyun",
      region: "cn-hangzhou",
      prefix: "shop-dev",
      settings: { ...settings },
    }).map(({ path, code }) => `${path.join(".")}: ${code}`);
  const INSTANCE = { kmsInstance: "kst-1" };
  const table = { kind: "table", key: { partition: { name: "id" } }, encryptionKey: "k" };

  it.each<[string, object, object, string[]]>([
    ["a default key", { k: { kind: "key", rotation: "365d", deletionWindow: "366d" } }, {}, []],
    [
      "a default key that changes more often",
      { k: { kind: "key", rotation: "90d" } },
      {},
      ["resources.k.rotation: out-of-range"],
    ],
    ["a key of an instance", { k: { kind: "key", rotation: "7d" } }, INSTANCE, []],
    [
      "a key that changes too seldom",
      { k: { kind: "key", rotation: "400d" } },
      INSTANCE,
      ["resources.k.rotation: out-of-range"],
    ],
    ["two default keys", { a: { kind: "key" }, b: { kind: "key" } }, {}, ["resources.b: out-of-range"]],
    ["two keys of an instance", { a: { kind: "key" }, b: { kind: "key" } }, INSTANCE, []],
    ["one beside adopted ones", { a: { kind: "key", existing: "key-1" }, b: { kind: "key" } }, {}, []],
    [
      "a table with a default key",
      { k: { kind: "key" }, t: table },
      {},
      ["resources.t.encryptionKey: missing-setting"],
    ],
    [
      "a stream with a default key",
      { k: { kind: "key" }, s: { kind: "stream", key: "k" } },
      {},
      ["resources.s.key: missing-setting"],
    ],
    ["a table with a key of an instance", { k: { kind: "key" }, t: table }, INSTANCE, []],
    ["a table with an adopted key", { k: { kind: "key", existing: "key-1" }, t: table }, {}, []],
    [
      "an alias in place of an id",
      { k: { kind: "key", existing: "alias/shared" } },
      {},
      ["resources.k.existing: bad-name"],
    ],
    ["the ARN of a bucket", { k: { kind: "key", existing: "acs:oss:*:1:b" } }, {}, ["resources.k.existing: bad-name"]],
    [
      "Aliyun's own alias",
      { k: { kind: "key", physicalName: "alias/acs/oss" } },
      {},
      ["resources.k.physicalName: bad-name"],
    ],
  ])("%s", (_, resources, settings, expected) => {
    expect(found(resources, settings)).toEqual(expected);
  });

  it("suggests an alternative for a topic, which cannot have a key", () => {
    expect(aliyun.support["resource.topic.key"]).toMatchObject({ support: "unsupported" });
  });
});
