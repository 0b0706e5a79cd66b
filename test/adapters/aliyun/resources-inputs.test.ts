import { beforeAll, describe, expect, it } from "vitest";
import { UNSET_SECRET } from "../../../adapters/aliyun/runtime/unset-secret.ts";
import { ofType, one, type Planned } from "../planned.ts";
import { ACCOUNT, type AliyunPlan, native, plan, REGION } from "./planned.ts";
import { richSpec } from "./rich-spec.ts";

const place = `${REGION}:${ACCOUNT}`;

describe("inputs of native resources", () => {
  let made: AliyunPlan;
  let planned: readonly Planned[];
  beforeAll(async () => {
    made = await plan(richSpec);
    planned = made.planned;
  });

  it("make a bucket private and encrypted, with its own rules", () => {
    expect(one(planned, "oss/bucket:Bucket", "shop-uploads")).toEqual({
      bucket: expect.stringMatching(/^shop-dev-uploads-[0-9a-f]{8}$/),
      forceDestroy: true,
      serverSideEncryptionRule: { sseAlgorithm: "AES256" },
      versioning: { status: "Enabled" },
      corsRules: [
        {
          allowedOrigins: ["https://shop.example"],
          allowedMethods: ["GET", "PUT"],
          allowedHeaders: ["content-type"],
          maxAgeSeconds: 600,
        },
      ],
      lifecycleRules: [
        { id: "expire-1", prefix: "tmp/", enabled: true, expirations: [{ days: 7 }] },
        { id: "expire-2", prefix: "", enabled: true, expirations: [{ days: 365 }] },
      ],
      lifecycleRuleAllowSameActionOverlap: true,
      tags: { team: "shop" },
    });
    expect(one(planned, "BucketPublicAccessBlock", "shop-uploads-access")).toEqual({
      bucket: one(planned, "oss/bucket:Bucket", "shop-uploads").bucket,
      blockPublicAccess: true,
    });
    expect(one(planned, "oss/bucket:Bucket", "shop-archive")).toEqual({
      bucket: expect.stringMatching(/^shop-dev-archive-/),
      forceDestroy: false,
      serverSideEncryptionRule: { sseAlgorithm: "AES256" },
      tags: { team: "shop" },
    });
  });

  it("limit a queue's retention to that of MNS, and set its dead-letter queue", () => {
    expect(one(planned, "ServiceQueue", "shop-jobs")).toEqual({
      queueName: "shop-dev-jobs",
      visibilityTimeout: 120,
      messageRetentionPeriod: 345_600,
      delaySeconds: 0,
      maximumMessageSize: 65_536,
      pollingWaitSeconds: 0,
      queueType: "normal",
      enableSse: false,
      dlqPolicy: { enabled: true, deadLetterTargetQueue: "shop-dev-dead", maxReceiveCount: 5 },
      tags: { team: "shop" },
    });
    expect(one(planned, "ServiceQueue", "shop-dead").messageRetentionPeriod).toBe(604_800);
    expect(one(planned, "ServiceQueue", "shop-ordered")).toMatchObject({ queueType: "fifo", delaySeconds: 5 });
  });

  it("put the region and account of the owner into a queue's URL", async () => {
    const url = (name: string) => new Promise((resolve) => made.deployed.attribute(name, "url")?.apply(resolve));
    expect(await url("jobs")).toBe(`https://${ACCOUNT}.mns.${REGION}.aliyuncs.com/queues/shop-dev-jobs`);
    expect(await url("inherited")).toBe("https://9999999999999999.mns.cn-beijing.aliyuncs.com/queues/inherited");
  });

  it("subscribe queues to a topic in the requested format", () => {
    expect(one(planned, "ServiceTopic", "shop-news")).toEqual({
      topicName: "shop-dev-news",
      maxMessageSize: 65_536,
      topicType: "normal",
      tags: { team: "shop" },
    });
    expect(one(planned, "ServiceSubscription", "shop-news-queue-jobs")).toEqual({
      topicName: "shop-dev-news",
      subscriptionName: "queue-jobs",
      pushType: "queue",
      endpoint: "shop-dev-jobs",
      notifyContentFormat: "JSON",
      notifyStrategy: "EXPONENTIAL_DECAY_RETRY",
    });
    expect(one(planned, "ServiceSubscription", "shop-news-queue-dead").notifyContentFormat).toBe("SIMPLIFIED");
  });

  it("create streams as logstores in the deployment's one project", () => {
    const project = one(planned, "log/project:Project", "shop-logs").projectName;
    expect(one(planned, "log/store:Store", "shop-clicks")).toEqual({
      projectName: project,
      logstoreName: "clicks",
      retentionPeriod: 1,
      shardCount: 2,
      autoSplit: true,
      maxSplitShardCount: 64,
      appendMeta: true,
    });
    expect(one(planned, "log/store:Store", "shop-fixed")).toMatchObject({
      retentionPeriod: 2,
      shardCount: 2,
      autoSplit: false,
    });
    expect(one(planned, "StoreIndex", "shop-fixed-index")).toMatchObject({ project, logstore: "fixed" });
  });

  it("create a table with its indexes, its tunnel and a table of images", () => {
    const { name: instanceName } = one(planned, "ots/instance:Instance", "shop-tables");
    expect(instanceName).toMatch(/^pf-[0-9a-f]{10}$/);
    const options = {
      instanceName,
      maxVersion: 1,
      timeToLive: -1,
      allowUpdate: true,
      deviationCellVersionInSec: "86400",
    };
    expect(one(planned, "ots/table:Table", "shop-orders")).toEqual({
      ...options,
      tableName: "orders",
      primaryKeys: [
        { name: "id", type: "String" },
        { name: "line", type: "Integer" },
      ],
      definedColumns: [{ name: "day", type: "String" }],
    });
    expect(one(planned, "SecondaryIndex", "shop-orders-index-by-day")).toEqual({
      instanceName,
      tableName: "orders",
      indexName: "orders_by_day",
      indexType: "Global",
      includeBaseData: true,
      // All of the table's key: what Tablestore would add itself.
      primaryKeys: ["day", "id", "line"],
    });
    expect(one(planned, "Tunnel", "shop-orders-changes")).toEqual({
      instanceName,
      tableName: "orders",
      tunnelName: "changes",
      tunnelType: "Stream",
    });
    expect(one(planned, "ots/table:Table", "shop-orders-images")).toEqual({
      ...options,
      tableName: "orders_images",
      primaryKeys: [{ name: "id", type: "String" }],
    });
    expect(one(planned, "ots/table:Table", "shop-plain")).toEqual({
      ...options,
      tableName: "plain",
      primaryKeys: [{ name: "id", type: "Binary" }],
    });
  });

  it("give a bus a name only", () => {
    expect(one(planned, "EventBus", "shop-events")).toEqual({ eventBusName: "shop-dev-events" });
  });

  it("create an api as a domain with the routes of all functions", () => {
    expect(one(planned, "V3CustomDomain", "shop-site")).toMatchObject({
      customDomainName: "shop-dev-site.localhost",
      protocol: "HTTP",
      corsConfig: {
        allowOrigins: ["https://shop.example"],
        allowMethods: ["GET", "POST"],
        allowCredentials: false,
        maxAge: 3600,
      },
      routeConfig: {
        routes: [
          {
            path: "/admin/*",
            methods: ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"],
            functionName: "shop-dev-web",
            qualifier: "live",
          },
          { path: "/items", methods: ["GET", "POST"], functionName: "shop-dev-web", qualifier: "live" },
          { path: "/items/*", methods: ["DELETE"], functionName: "shop-dev-other", qualifier: "LATEST" },
          { path: "/items/*", methods: ["GET"], functionName: "shop-dev-web", qualifier: "live" },
        ],
      },
    });
  });

  it("require tokens only where the spec does, with the public half of the keys", () => {
    const { authType, authInfo } = one(planned, "V3CustomDomain", "shop-site").authConfig as Record<string, string>;
    expect(authType).toBe("jwt");
    expect(JSON.parse(authInfo ?? "")).toEqual({
      jwks: { keys: [{ kty: "RSA", n: "AQAB", e: "AQAB", kid: "1" }] },
      tokenLookup: "header:Authorization:Bearer ",
      blacklist: ["/admin/*"],
    });
    expect(one(planned, "V3CustomDomain", "shop-signed").authConfig).toEqual({ authType: "function" });
  });

  it("create nothing for adopted resources and know their names", async () => {
    const adopted = ["shop-partner", "shop-inherited", "shop-legacy", "shop-account", "shop-token"];
    const names = native(planned).map(({ name }) => name);
    expect(names.filter((name) => adopted.some((prefix) => name === prefix || name.startsWith(`${prefix}-`)))).toEqual(
      [],
    );
    const nameAndId = async (resource: string) => {
      const values = (["name", "id"] as const).map((attribute) => made.deployed.attribute(resource, attribute));
      return Promise.all(values.map((value) => new Promise((resolve) => value?.apply(resolve))));
    };
    expect(await nameAndId("partner")).toEqual(["partner-files", `acs:oss:${place}:partner-files`]);
    expect(await nameAndId("inherited")).toEqual([
      "inherited",
      "acs:mns:cn-beijing:9999999999999999:/queues/inherited",
    ]);
    expect(await nameAndId("legacy")).toEqual(["legacy", `acs:ots:${place}:instance/old-instance/table/legacy`]);
    expect(await nameAndId("account")).toEqual(["default", `acs:eventbridge:${place}:eventbus/default`]);
  });

  it("add every child as a node of its resource, also later ones", () => {
    const nodes = (name: string): string[] => Object.keys(made.deployed.nodes(name)).sort();
    expect(nodes("uploads")).toEqual(["access", "bucket"]);
    expect(nodes("news")).toEqual(["queue-dead", "queue-jobs", "topic"]);
    expect(nodes("orders")).toEqual(["changes", "images", "index-by-day", "table"]);
    expect(nodes("clicks")).toEqual(["index", "stream"]);
    expect(nodes("site")).toEqual(["api"]);
  });
});

it("keep the versioning of a bucket that loses it, because OSS cannot disable it", async () => {
  const { ignored } = await plan(richSpec);
  expect(ignored.get("shop-uploads")).toEqual([]);
  expect(ignored.get("shop-archive")).toEqual(["versioning"]);
});

describe("secrets", () => {
  const value = async (planned: readonly Planned[], type: string, name: string, input: string): Promise<unknown> => {
    const given = one(planned, type, name)[input];
    expect(JSON.stringify(given)).toContain("4dabf18193072939515e22adb298388d");
    return (given as { value: unknown }).value;
  };

  it("create secrets as secret parameters of OOS", async () => {
    const { planned } = await plan(richSpec);
    expect(ofType(planned, "kms/secret:Secret")).toEqual([]);
    expect(one(planned, "SecretParameter", "shop-pepper")).toMatchObject({
      secretParameterName: "shop-dev-pepper",
      type: "Secret",
    });
    expect(await value(planned, "SecretParameter", "shop-pepper", "value")).toBe("s3cret");
    expect(await value(planned, "SecretParameter", "shop-hook", "value")).toBe(UNSET_SECRET);
  });

  it("create secrets in KMS when the deployment has an instance, with a version that reveals nothing", async () => {
    const { planned } = await plan(richSpec, { endpoint: "http://127.0.0.1:4580", kmsInstance: "kst-1" });
    expect(ofType(planned, "SecretParameter")).toEqual([]);
    expect(one(planned, "kms/secret:Secret", "shop-pepper")).toMatchObject({
      secretName: "shop-dev-pepper",
      dkmsInstanceId: "kst-1",
      secretDataType: "text",
      forceDeleteWithoutRecovery: true,
    });
    expect(await value(planned, "kms/secret:Secret", "shop-pepper", "secretData")).toBe("s3cret");
    expect(await value(planned, "kms/secret:Secret", "shop-pepper", "versionId")).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("the URL of an api", () => {
  const urls = async (settings: Record<string, unknown>): Promise<unknown[]> => {
    const { deployed } = await plan(richSpec, settings);
    return Promise.all(
      ["site", "signed"].map((name) => new Promise((resolve) => deployed.attribute(name, "url")?.apply(resolve))),
    );
  };

  it("has the port of the server on this machine, without TLS", async () => {
    expect(await urls({ endpoint: "http://127.0.0.1:4580", domain: "localhost" })).toEqual([
      "http://shop-dev-site.localhost:4580",
      "http://api.shop.example:4580",
    ]);
  });

  it("is below the stack's domain, or is the owner's domain with a certificate", async () => {
    const settings = { domain: "apps.example.com" };
    expect(await urls(settings)).toEqual(["http://shop-dev-site.apps.example.com", "https://api.shop.example"]);
    const { planned } = await plan(richSpec, settings);
    expect(one(planned, "V3CustomDomain", "shop-signed")).toMatchObject({
      protocol: "HTTPS",
      certificateId: "12345-cn-hangzhou",
    });
    expect(one(planned, "V3CustomDomain", "shop-site")).not.toHaveProperty("certificateId");
  });
});
