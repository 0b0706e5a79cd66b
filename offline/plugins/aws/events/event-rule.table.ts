import type { TypeTable } from "../../table.ts";
import { arn, flag, json, known, nameOrPrefix, output, region, source, string, tagging } from "../fields.ts";
import { busReference, ruleName } from "./fields.ts";

export const eventRuleTable: TypeTable = {
  token: "aws:cloudwatch/eventRule:EventRule",
  source: source("events", "rule"),
  properties: {
    arn: output,
    description: { ...string, maxLength: 512 },
    eventBusName: busReference,
    eventPattern: { ...json, maxLength: 4096, atLeastOneOf: ["scheduleExpression", "eventPattern"] },
    forceDestroy: { ...flag, default: false },
    // These two are ignored when they are absent.
    isEnabled: { ...flag, computed: true, conflictsWith: ["state"] },
    ...nameOrPrefix(ruleName),
    region,
    roleArn: arn,
    scheduleExpression: { ...string, maxLength: 256, atLeastOneOf: ["scheduleExpression", "eventPattern"] },
    state: {
      ...string,
      computed: true,
      enum: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"],
      conflictsWith: ["isEnabled"],
    },
    ...tagging,
  },
  rules: [
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    ({ scheduleExpression, eventBusName }) =>
      known(scheduleExpression) && known(eventBusName) && eventBusName !== "default"
        ? "scheduleExpression works on the default event bus only; leave eventBusName out."
        : undefined,
    ({ scheduleExpression: expression }) =>
      known(expression) !== undefined &&
      !/^(rate\([1-9]\d* (minute|hour|day)s?\)|cron\(\S+( \S+){5}\))$/.test(String(expression))
        ? `scheduleExpression is "${expression}", but must be rate(N minutes) or cron() with six fields.`
        : undefined,
  ],
};
