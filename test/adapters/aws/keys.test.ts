import { beforeAll, describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { type RoleNeeds, roleStatements } from "../../../adapters/aws/policies.ts";
import { keyPolicy } from "../../../adapters/aws/resource-policies.ts";
import { defineApp } from "../../../index.ts";
import type { Access } from "../../../model/access.ts";
import { parseApp } from "../../../model/parse.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import { deploymentOf, ofType, one, type Planned, plannedBy } from "../planned.ts";
import { ownProblems } from "../target-problems.ts";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const place = { partition: "aws", account: "123456789012", region: "eu-west-1", dnsSuffix: "amazonaws.com" };
const bare: RoleNeeds = { place, logGroup: "/aws/lambda/f", grants: [], polls: [], destinations: [], tracing: false };

/** Actions on keys, by key. */
function onKeys(statements: readonly { Action: readonly string[]; Resource: readonly string[] }[]) {
  const found = statements.filter(({ Action }) => Action.some((action) => action.startsWith("kms:")));
  return Object.fromEntries(found.map(({ Action, Resource }) => [Resource.join(" "), Action]));
}

describe("actions on a key", () => {
  const DECRYPT = ["kms:Decrypt"];
  const BOTH = ["kms:Decrypt", "kms:GenerateDataKey"];
  it.each<[ResourceKind, Access, string[]]>([
    ["bucket", "read", DECRYPT],
    ["bucket", "write", BOTH],
    ["queue", "send", BOTH],
    ["queue", "receive", DECRYPT],
    ["topic", "publish", BOTH],
    ["stream", "put", ["kms:GenerateDataKey"]],
    ["table", "read", DECRYPT],
    ["table", "write", DECRYPT],
    ["secret", "read", DECRYPT],
  ])("allow %s: %s", (kind, access, expected) => {
    const grant = { kind, access: [access], arn: "arn:aws:x:::y" };
    expect(onKeys(roleStatements({ ...bare, grants: [{ ...grant, key: KEY }] }))).toEqual({ [KEY]: expected });
    expect(onKeys(roleStatements({ ...bare, grants: [grant] }))).toEqual({});
  });

  it.each(["queue", "stream", "table"] as const)("allow a function that a %s calls to decrypt its records", (kind) => {
    expect(onKeys(roleStatements({ ...bare, polls: [{ kind, arn: "arn:aws:x:::y", key: KEY }] }))).toEqual({
      [KEY]: DECRYPT,
    });
  });

  it.each(["queue", "topic", "bucket"] as const)(
    "allow a function whose results go to a %s to encrypt them",
    (kind) => {
      expect(onKeys(roleStatements({ ...bare, destinations: [{ kind, arn: "arn:aws:x:::y", key: KEY }] }))).toEqual({
        [KEY]: BOTH,
      });
    },
  );
});

describe("the policy of a key", () => {
  const ACCOUNT_STATEMENT = {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: "arn:aws-cn:iam::123456789012:root" },
    Action: ["kms:*"],
    Resource: ["*"],
  };

  it("enables IAM policies of the account", () => {
    expect(JSON.parse(keyPolicy("123456789012", "aws-cn", [])).Statement).toEqual([ACCOUNT_STATEMENT]);
  });

  it("allows each service for its source only, once", () => {
    const sns = { service: "sns.amazonaws.com", source: "arn:aws:sns:eu-west-1:1:news" } as const;
    const { Statement } = JSON.parse(keyPolicy("123456789012", "aws-cn", [sns, sns]));
    expect(Statement.slice(1)).toEqual([
      {
        Sid: "Sender1",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: ["*"],
        Condition: { ArnEquals: { "aws:SourceArn": sns.source } },
      },
    ]);
  });
});

const spec = defineApp({
  name: "shop",
  resources: {
    master: { kind: "key", rotation: "365d", deletionWindow: "7d", tags: { for: "data" } },
    theirs: { kind: "key", existing: "arn:aws:kms:eu-west-1:999999999999:key/mrk-0" },
    byId: { kind: "key", existing: "99999999-2222-3333-4444-555555555555" },
    byAlias: { kind: "key", existing: "shared/master" },
    files: { kind: "bucket", key: "master" },
    jobs: { kind: "queue", key: "master", visibilityTimeout: "2m", deadLetter: { queue: "dead" } },
    dead: { kind: "queue", key: "byId" },
    inbox: { kind: "queue", existing: "arn:aws:sqs:eu-west-1:999999999999:inbox", key: "theirs" },
    news: { kind: "topic", key: "master", queues: { jobs: {} } },
    clicks: { kind: "stream", key: "master" },
    rows: { kind: "table", key: { partition: { name: "id" } }, encryptionKey: "master", changes: true },
    pepper: { kind: "secret", key: "byAlias" },
    plain: { kind: "queue" },
    events: { kind: "bus" },
  },
  functions: {
    sender: { handler: "f.ts", permissions: { jobs: ["send"], inbox: ["send"], plain: ["send"] } },
    reader: {
      handler: "f.ts",
      permissions: { files: ["read"], pepper: ["read"] },
      triggers: { clicks: { kind: "stream", stream: "clicks" } },
    },
    taker: { handler: "f.ts", triggers: { inbox: { kind: "queue", queue: "inbox" } } },
    other: { handler: "f.ts", triggers: { plain: { kind: "queue", queue: "plain" } } },
    listener: {
      handler: "f.ts",
      triggers: {
        paid: { kind: "bus", bus: "events", pattern: { source: ["shop"] }, deadLetter: "jobs" },
        news: { kind: "topic", topic: "news", deadLetter: "dead" },
      },
      async: { onFailure: "jobs" },
    },
  },
});

describe("a plan with keys", () => {
  const MASTER = "arn:of:shop-master";
  const BY_ID = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555";
  const BY_ALIAS = "arn:aws:kms:eu-west-1:123456789012:key/found-by-alias";
  const THEIRS = "arn:aws:kms:eu-west-1:999999999999:key/mrk-0";
  let planned: Planned[];
  beforeAll(async () => {
    planned = await plannedBy(aws, spec);
  });
  const policyOf = (fn: string) =>
    onKeys(JSON.parse(String(one(planned, "RolePolicy", `shop-${fn}-policy`).policy)).Statement);

  it("creates a key with its alias", () => {
    expect(one(planned, "kms/key:Key", "shop-master")).toEqual({
      deletionWindowInDays: 7,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      tags: { for: "data" },
    });
    expect(one(planned, "kms/alias:Alias", "shop-master-alias").name).toBe("alias/shop-dev-master");
    expect(ofType(planned, "kms/key:Key")).toHaveLength(1);
    expect(ofType(planned, "kms/keyPolicy:KeyPolicy")).toHaveLength(1);
  });

  it("encrypts the resources that polyfn owns, and does not change adopted ones", () => {
    expect(
      one(
        planned,
        "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "shop-files-encryption",
      ).rules,
    ).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: MASTER },
        bucketKeyEnabled: true,
      },
    ]);
    expect(one(planned, "sqs/queue:Queue", "shop-jobs").kmsMasterKeyId).toBe(MASTER);
    expect(one(planned, "sqs/queue:Queue", "shop-dead").kmsMasterKeyId).toBe(BY_ID);
    expect(one(planned, "sqs/queue:Queue", "shop-plain")).not.toHaveProperty("kmsMasterKeyId");
    expect(one(planned, "sns/topic:Topic", "shop-news").kmsMasterKeyId).toBe(MASTER);
    expect(one(planned, "kinesis/stream:Stream", "shop-clicks")).toMatchObject({
      encryptionType: "KMS",
      kmsKeyId: MASTER,
    });
    expect(one(planned, "dynamodb/table:Table", "shop-rows").serverSideEncryption).toEqual({
      enabled: true,
      kmsKeyArn: MASTER,
    });
    expect(one(planned, "secretsmanager/secret:Secret", "shop-pepper").kmsKeyId).toBe(BY_ALIAS);
    expect(ofType(planned, "sqs/queue:Queue").map(({ name }) => name)).not.toContain("shop-inbox");
  });

  it("gives each role the keys of its resources, also of adopted ones", () => {
    expect(policyOf("sender")).toEqual({
      [MASTER]: ["kms:Decrypt", "kms:GenerateDataKey"],
      [THEIRS]: ["kms:Decrypt", "kms:GenerateDataKey"],
    });
    expect(policyOf("reader")).toEqual({ [MASTER]: ["kms:Decrypt"], [BY_ALIAS]: ["kms:Decrypt"] });
    expect(policyOf("taker")).toEqual({ [THEIRS]: ["kms:Decrypt"] });
    expect(policyOf("other")).toEqual({});
    expect(policyOf("listener")).toEqual({ [MASTER]: ["kms:Decrypt", "kms:GenerateDataKey"] });
  });

  it("allows the services that deliver to queues with this key", () => {
    const { Statement } = JSON.parse(String(one(planned, "kms/keyPolicy:KeyPolicy", "shop-master-policy").policy));
    expect(Statement.slice(1).map((s: { Condition: { ArnEquals: object } }) => s.Condition.ArnEquals)).toEqual([
      { "aws:SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/shop-dev-events/shop-dev-listener-paid" },
      { "aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:shop-dev-news" },
    ]);
  });
});

describe("checks of keys", () => {
  const found = (key: object): string[] =>
    ownProblems(aws, parseApp({ name: "shop", resources: { master: { kind: "key", ...key } } }), deploymentOf(aws)).map(
      ({ path, code }) => `${path.join(".")}: ${code}`,
    );
  it.each<[string, object, string[]]>([
    ["all that KMS can do", { rotation: "90d", deletionWindow: "30d" }, []],
    ["an alias with its prefix", { physicalName: "alias/shop/master" }, []],
    ["a key that is kept too long", { deletionWindow: "31d" }, ["resources.master.deletionWindow: out-of-range"]],
    ["a window between days", { deletionWindow: "200h" }, ["resources.master.deletionWindow: out-of-range"]],
    ["a rotation too often", { rotation: "89d" }, ["resources.master.rotation: out-of-range"]],
    ["AWS's own alias", { physicalName: "alias/aws/sqs" }, ["resources.master.physicalName: bad-name"]],
    ["AWS's own key", { existing: "alias/aws/sqs" }, ["resources.master.existing: bad-name"]],
    ["an adopted id", { existing: "mrk-11112222333344445555666677778888" }, []],
    ["an adopted alias", { existing: "alias/shared" }, []],
    ["the ARN of a queue", { existing: "arn:aws:sqs:eu-west-1:1:q" }, ["resources.master.existing: bad-name"]],
  ])("%s", (_, key, expected) => {
    expect(found(key)).toEqual(expected);
  });
});
