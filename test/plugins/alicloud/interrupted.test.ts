import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../offline/plugins/server/wire.ts";
import { ACCOUNT, TestResource, REGION, useCloud } from "./cloud.ts";

const cloud = useCloud();

const zipFile = Buffer.from(zipSync({ "index.js": strToU8("exports.handler = () => 1;") })).toString("base64");
const trust = JSON.stringify({
  Version: "1",
  Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: ["fc.aliyuncs.com"] } }],
});
const allow = JSON.stringify({
  Version: "1",
  Statement: [{ Effect: "Allow", Action: ["oss:GetObject"], Resource: ["*"] }],
});

/** Resources whose creation the engine did not record, with their inputs. Each one finds its dependencies before it. */
const begun: [token: string, inputs: Json][] = [
  ["alicloud:ram/role:Role", { roleName: "worker", assumeRolePolicyDocument: trust }],
  ["alicloud:ram/policy:Policy", { policyName: "read", policyDocument: allow }],
  [
    "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",
    { roleName: "worker", policyName: "read", policyType: "Custom" },
  ],
  ["alicloud:oss/bucket:Bucket", { bucket: "polyfn-begun" }],
  ["alicloud:oss/bucketObject:BucketObject", { bucket: "polyfn-begun", key: "a", content: "1" }],
  ["alicloud:log/project:Project", { projectName: "polyfn-begun" }],
  ["alicloud:log/store:Store", { projectName: "polyfn-begun", logstoreName: "one" }],
  ["alicloud:log/storeIndex:StoreIndex", { project: "polyfn-begun", logstore: "one", fullText: { token: " " } }],
  [
    "alicloud:fc/v3Function:V3Function",
    { functionName: "one", runtime: "nodejs20", handler: "index.handler", code: { zipFile } },
  ],
  [
    "alicloud:fc/v3Trigger:V3Trigger",
    {
      functionName: "one",
      triggerName: "http",
      triggerType: "http",
      qualifier: "LATEST",
      triggerConfig: JSON.stringify({ authType: "anonymous", methods: ["GET"] }),
    },
  ],
  ["alicloud:fc/v3Alias:V3Alias", { functionName: "one", aliasName: "live", versionId: "LATEST" }],
  [
    "alicloud:fc/v3AsyncInvokeConfig:V3AsyncInvokeConfig",
    { functionName: "one", maxAsyncRetryAttempts: 1, maxAsyncEventAgeInSeconds: 3600 },
  ],
  ["alicloud:fc/v3ConcurrencyConfig:V3ConcurrencyConfig", { functionName: "one", reservedConcurrency: 3 }],
  [
    "alicloud:fc/v3CustomDomain:V3CustomDomain",
    {
      customDomainName: "one.localhost",
      protocol: "HTTP",
      routeConfig: { routes: [{ path: "/*", functionName: "one" }] },
    },
  ],
  ["alicloud:message/serviceQueue:ServiceQueue", { queueName: "jobs" }],
  ["alicloud:message/serviceTopic:ServiceTopic", { topicName: "news" }],
  [
    "alicloud:message/serviceSubscription:ServiceSubscription",
    {
      topicName: "news",
      subscriptionName: "s",
      pushType: "queue",
      endpoint: `acs:mns:${REGION}:${ACCOUNT}:/queues/jobs`,
    },
  ],
  ["alicloud:eventbridge/eventBus:EventBus", { eventBusName: "orders" }],
  [
    "alicloud:eventbridge/rule:Rule",
    {
      eventBusName: "orders",
      ruleName: "placed",
      filterPattern: "{}",
      targets: [
        {
          targetId: "t",
          type: "acs.mns.queue",
          endpoint: `acs:mns:${REGION}:${ACCOUNT}:queues/jobs`,
          paramLists: [
            { resourceKey: "queue", form: "CONSTANT", value: "jobs" },
            { resourceKey: "Body", form: "ORIGINAL" },
          ],
        },
      ],
    },
  ],
  [
    "alicloud:eventbridge/serviceLinkedRole:ServiceLinkedRole",
    { productName: "AliyunServiceRoleForEventBridgeSourceMNS" },
  ],
  ["alicloud:ots/instance:Instance", { name: "pf-begun" }],
  [
    "alicloud:ots/table:Table",
    {
      instanceName: "pf-begun",
      tableName: "rows",
      primaryKeys: [{ name: "id", type: "String" }],
      definedColumns: [{ name: "status", type: "String" }],
      timeToLive: -1,
      maxVersion: 1,
    },
  ],
  [
    "alicloud:ots/secondaryIndex:SecondaryIndex",
    {
      instanceName: "pf-begun",
      tableName: "rows",
      indexName: "by_status",
      indexType: "Global",
      includeBaseData: true,
      primaryKeys: ["status", "id"],
    },
  ],
  [
    "alicloud:ots/tunnel:Tunnel",
    { instanceName: "pf-begun", tableName: "rows", tunnelName: "changes", tunnelType: "Stream" },
  ],
  ["alicloud:oos/parameter:Parameter", { parameterName: "mode", type: "String", value: "a" }],
  ["alicloud:oos/secretParameter:SecretParameter", { secretParameterName: "token", value: "a" }],
  ["alicloud:kms/secret:Secret", { secretName: "key", secretData: "a", versionId: "v1" }],
];

describe("a resource whose creation the engine did not record", () => {
  it.each(begun)("adopts an interrupted creation of %s", async (token, inputs) => {
    const life = await new TestResource(cloud, token, "begun").create(inputs);
    cloud.journal.note(`urn:pulumi:test::life::${token}::begun`);
    const again = await new TestResource(cloud, token, "begun").create(inputs);
    expect(again.id).toBe(life.id);
  });

  it("refuses a taken name when the journal records no interrupted creation", async () => {
    const inputs = { queueName: "jobs", visibilityTimeout: 50 };
    const stranger = new TestResource(cloud, "alicloud:message/serviceQueue:ServiceQueue", "stranger");
    await expect(stranger.create(inputs)).rejects.toThrow(/exist/i);
  });
});
