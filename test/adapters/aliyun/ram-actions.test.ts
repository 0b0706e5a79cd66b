import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PLANS = join(import.meta.dirname, "../../golden/plans");

/** Actions of RAM by the page of the vendor that lists them. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  "https://help.aliyun.com/zh/mns/b3asrm": [
    "mns:ChangeMessageVisibility",
    "mns:DeleteMessage",
    "mns:GetQueueAttributes",
    "mns:PublishMessage",
    "mns:ReceiveMessage",
    "mns:SendMessage",
  ],
  "https://help.aliyun.com/en/oos/developer-reference/api-oos-2019-06-01-getsecretparameter": [
    "oos:GetSecretParameter",
  ],
  "https://www.alibabacloud.com/help/en/ram/developer-reference/aliyunservicerolepolicyforfc": [
    "cr:GetArtifactTag",
    "cr:GetAuthorizationToken",
    "cr:GetRepository",
    "cr:PullRepository",
    "ecs:CreateNetworkInterface",
    "ecs:CreateNetworkInterfacePermission",
    "ecs:DeleteNetworkInterface",
    "ecs:DescribeNetworkInterfacePermissions",
    "ecs:DescribeNetworkInterfaces",
    "ecs:DescribeSecurityGroupAttribute",
    "vpc:DescribeVSwitchAttributes",
  ],
  "https://www.alibabacloud.com/help/doc-detail/273911.htm": ["ecs:DeleteNetworkInterfacePermission"],
  "https://alibabacloud.com/help/en/ram/developer-reference/aliyunmnsnotificationrolepolicy": ["fc:InvokeFunction"],
  "https://alibabacloud.com/help/en/ram/developer-reference/aliyuneventbridgeputeventspolicy": [
    "eventbridge:PutEvents",
  ],
  "https://www.alibabacloud.com/help/en/oss/user-guide/how-oss-works-with-ram": [
    "oss:AbortMultipartUpload",
    "oss:DeleteObject",
    "oss:GetBucketTagging",
    "oss:GetObject",
    "oss:ListObjects",
    "oss:ListParts",
    "oss:PutObject",
  ],
  "https://www.alibabacloud.com/help/en/kms/support/use-ram-to-control-access-to-kms-resources": [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:GetSecretValue",
  ],
  // Actions are the API's own operations. The tunnel's are allowed as the vendor's role for its triggers allows them.
  "https://www.alibabacloud.com/help/en/tablestore/tablestore-ram-policy/": [
    "ots:BatchGetRow",
    "ots:BatchWriteRow",
    "ots:DeleteRow",
    "ots:DescribeStream",
    "ots:DescribeTable",
    "ots:GetRange",
    "ots:GetRow",
    "ots:GetShardIterator",
    "ots:GetStreamRecord",
    "ots:ListStream",
    "ots:PutRow",
    "ots:UpdateRow",
  ],
  "https://help.aliyun.com/en/sls/developer-reference/api-sls-2020-12-30-ram": [
    "log:GetCursorOrData",
    "log:GetLogStore",
    "log:ListShards",
    "log:PostLogStoreLogs",
  ],
};

/** Services that take on roles, from the vendor's own examples of these roles' trust policies. */
const TRUSTED = ["fc.aliyuncs.com", "log.aliyuncs.com", "mns.aliyuncs.com", "oss.aliyuncs.com", "ots.aliyuncs.com"];

const texts = readdirSync(PLANS)
  .filter((name) => name.includes(".aliyun") && name.endsWith(".json"))
  .map((name) => readFileSync(join(PLANS, name), "utf8"));

/** Matches of a pattern in the golden plans, each once. */
const found = (pattern: RegExp): string[] =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, one = ""]) => one)))].sort();

/** Every action that roles in the golden plans allow, of these services. */
const allowed = (services: readonly string[]): string[] =>
  found(/"([a-z]+:[A-Z]\w+)"/g).filter((action) => services.includes(action.split(":")[0] ?? ""));

test("roles allow only actions that the vendor lists", () => {
  const listed = new Set(Object.values(LISTED).flat());
  const services = ["mns", "oos", "ecs", "vpc", "cr", "fc", "oss", "ots", "kms", "log", "eventbridge"];
  const actions = allowed(services).filter((action) => !action.includes("ConsumerGroup"));
  expect(actions.length).toBeGreaterThan(40);
  expect(actions.filter((action) => !listed.has(action))).toEqual([]);
});

test("roles trust only hosts of services that the vendor's own roles trust", () => {
  const hosts = found(/"Service": \[([^\]]+)\]/g).flatMap((list) => list.match(/[\w.-]+\.aliyuncs\.com/g) ?? []);
  // Whom a spec names as an invoker is its author's choice.
  expect([...new Set(hosts)].filter((host) => host !== "iot.aliyuncs.com").sort()).toEqual(TRUSTED);
});

test("roles of log triggers use consumer groups by the actions that the vendor lists", () => {
  // https://help.aliyun.com/en/sls/developer-reference/api-sls-2020-12-30-consumergroupheartbeat and its neighbours
  expect(allowed(["log"]).filter((action) => action.includes("ConsumerGroup"))).toEqual([
    "log:ConsumerGroupHeartBeat",
    "log:ConsumerGroupUpdateCheckPoint",
    "log:CreateConsumerGroup",
    "log:DeleteConsumerGroup",
    "log:GetConsumerGroupCheckPoint",
    "log:ListConsumerGroup",
    "log:UpdateConsumerGroup",
  ]);
});
