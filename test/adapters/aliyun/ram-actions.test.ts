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
};

/** Every action that roles in the golden plans allow, of these services. */
function allowed(services: readonly string[]): string[] {
  const plans = readdirSync(PLANS).filter((name) => name.includes(".aliyun") && name.endsWith(".json"));
  const found = plans.flatMap((name) => [...readFileSync(join(PLANS, name), "utf8").matchAll(/"([a-z]+:[A-Z]\w+)"/g)]);
  const actions = found.flatMap(([, action = ""]) => (services.includes(action.split(":")[0] ?? "") ? [action] : []));
  return [...new Set(actions)].sort();
}

test("roles allow only actions of MNS, OOS, ECS, VPC, ACR and FC that the vendor lists", () => {
  const listed = new Set(Object.values(LISTED).flat());
  const actions = allowed(["mns", "oos", "ecs", "vpc", "cr", "fc"]);
  expect(actions.length).toBeGreaterThan(10);
  expect(actions.filter((action) => !listed.has(action))).toEqual([]);
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
