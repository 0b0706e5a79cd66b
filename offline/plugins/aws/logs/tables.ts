import type { TypeTable } from "../../table.ts";
import { arn, flag, integer, nameOrPrefix, output, region, source, string, tagging } from "../fields.ts";

const groupName = { minLength: 1, maxLength: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ };
const RETENTIONS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logGroupTable: TypeTable = {
  token: "aws:cloudwatch/logGroup:LogGroup",
  source: source("logs", "group"),
  properties: {
    arn: output,
    deletionProtectionEnabled: { ...flag, computed: true },
    kmsKeyId: string,
    logGroupClass: { ...string, computed: true, forceNew: true, enum: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] },
    ...nameOrPrefix(groupName, { ...groupName, maxLength: 483 }),
    region,
    retentionInDays: { ...integer, default: 0, enum: RETENTIONS },
    skipDestroy: { ...flag, default: false },
    ...tagging,
  },
};

export const logSubscriptionFilterTable: TypeTable = {
  token: "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  source: source("logs", "subscription_filter"),
  properties: {
    applyOnTransformedLogs: { ...flag, computed: true },
    destinationArn: { ...arn, required: true, forceNew: true },
    distribution: { ...string, default: "ByLogStream", enum: ["ByLogStream", "Random"] },
    emitSystemFields: { type: "list", unordered: true, items: { ...string, enum: ["@aws.account", "@aws.region"] } },
    filterPattern: { ...string, required: true, maxLength: 1024 },
    logGroup: { ...string, required: true, forceNew: true },
    name: { ...string, computed: true, forceNew: true, minLength: 1, maxLength: 512 },
    region,
    roleArn: { ...arn, computed: true },
  },
};
