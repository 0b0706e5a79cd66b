import type { TypeTable } from "../../table.ts";
import { name, object, objectList, source, string } from "../fields.ts";

const TARGET_TYPES = [
  "acs.alikafka",
  "acs.api.destination",
  "acs.arms.loki",
  "acs.datahub",
  "acs.dingtalk",
  "acs.eventbridge",
  "acs.eventbridge.olap",
  "acs.eventbus.SLSCloudLens",
  "acs.fc.function",
  "acs.fnf",
  "acs.k8s",
  "acs.mail",
  "acs.mns.queue",
  "acs.mns.topic",
  "acs.openapi",
  "acs.rabbitmq",
  "acs.rds.mysql",
  "acs.rocketmq",
  "acs.sae",
  "acs.sls",
  "acs.sms",
  "http",
  "https",
  "mysql",
];

export const eventBusTable: TypeTable = {
  token: "alicloud:eventbridge/eventBus:EventBus",
  source: source("event_bridge_event_bus"),
  properties: {
    description: string,
    eventBusName: { ...string, required: true, forceNew: true, maxLength: 127 },
  },
};

export const ruleTable: TypeTable = {
  token: "alicloud:eventbridge/rule:Rule",
  source: source("event_bridge_rule"),
  properties: {
    description: string,
    eventBusName: name,
    filterPattern: { ...string, required: true },
    ruleName: name,
    status: { ...string, computed: true, enum: ["ENABLE", "DISABLE"] },
    targets: objectList(
      {
        deadLetterQueue: object({ arn: string }),
        endpoint: { ...string, required: true },
        paramLists: objectList(
          {
            form: { ...string, required: true, enum: ["ORIGINAL", "TEMPLATE", "JSONPATH", "CONSTANT"] },
            resourceKey: { ...string, required: true },
            template: string,
            value: string,
          },
          { required: true, unordered: true },
        ),
        pushRetryStrategy: { ...string, computed: true, enum: ["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"] },
        targetId: name,
        type: { ...string, required: true, enum: TARGET_TYPES },
      },
      { required: true },
    ),
  },
};

export const serviceLinkedRoleTable: TypeTable = {
  token: "alicloud:eventbridge/serviceLinkedRole:ServiceLinkedRole",
  source: source("event_bridge_service_linked_role"),
  properties: {
    productName: name,
  },
};
