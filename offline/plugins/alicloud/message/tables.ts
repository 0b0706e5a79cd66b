import type { TypeTable } from "../../table.ts";
import { flag, integer, name, object, output, source, string, stringMap } from "../fields.ts";

export const serviceQueueTable: TypeTable = {
  token: "alicloud:message/serviceQueue:ServiceQueue",
  source: source("message_service_queue"),
  properties: {
    createTime: { ...integer, output: true },
    delaySeconds: { ...integer, computed: true, min: 0, max: 604800 },
    dlqPolicy: object({ deadLetterTargetQueue: string, enabled: flag, maxReceiveCount: integer }, { computed: true }),
    enableSse: { ...flag, computed: true },
    encryptionEnabled: { ...flag, output: true },
    kmsKeyId: { ...string, computed: true },
    loggingEnabled: flag,
    maximumMessageSize: { ...integer, computed: true, min: 1024, max: 65536 },
    messageRetentionPeriod: { ...integer, computed: true, min: 60, max: 604800 },
    pollingWaitSeconds: { ...integer, computed: true, min: 0, max: 30 },
    queueName: name,
    queueType: { ...string, forceNew: true, computed: true, enum: ["normal", "fifo"] },
    sseAlgorithm: { ...string, computed: true, enum: ["AES-256-GCM"] },
    sseType: { ...string, computed: true, enum: ["SMQ", "KMS"] },
    tags: stringMap,
    visibilityTimeout: { ...integer, computed: true, min: 0, max: 43200 },
  },
};

export const serviceTopicTable: TypeTable = {
  token: "alicloud:message/serviceTopic:ServiceTopic",
  source: source("message_service_topic"),
  properties: {
    createTime: output,
    enableLogging: { ...flag, computed: true, conflictsWith: ["loggingEnabled"] },
    loggingEnabled: { ...flag, computed: true, superseded: true },
    maxMessageSize: { ...integer, computed: true, min: 1024, max: 65536 },
    tags: stringMap,
    topicName: name,
    topicType: { ...string, forceNew: true, computed: true, enum: ["normal", "fifo"] },
  },
};

export const serviceSubscriptionTable: TypeTable = {
  token: "alicloud:message/serviceSubscription:ServiceSubscription",
  source: source("message_service_subscription"),
  properties: {
    createTime: { ...integer, output: true },
    dlqPolicy: object({ deadLetterTargetQueue: string, enabled: flag }, { computed: true }),
    endpoint: name,
    filterTag: { ...string, forceNew: true },
    notifyContentFormat: { ...string, forceNew: true, computed: true },
    notifyStrategy: { ...string, computed: true },
    pushType: { ...string, required: true },
    stsRoleArn: { ...string, forceNew: true },
    subscriptionName: name,
    topicName: name,
  },
};
