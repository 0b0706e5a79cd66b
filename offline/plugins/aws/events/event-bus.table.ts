import type { TypeTable } from "../../table.ts";
import { arn, output, region, source, string, tagging } from "../fields.ts";

export const eventBusTable: TypeTable = {
  token: "aws:cloudwatch/eventBus:EventBus",
  source: source("events", "bus"),
  properties: {
    arn: output,
    deadLetterConfig: { type: "object", properties: { arn: { ...arn, maxLength: 1600 } } },
    description: { ...string, maxLength: 512 },
    eventSourceName: {
      ...string,
      forceNew: true,
      minLength: 1,
      maxLength: 256,
      pattern: /^aws\.partner(\/[.\-_A-Za-z0-9]+){2,}$/,
    },
    kmsKeyIdentifier: { ...string, minLength: 1, maxLength: 2048 },
    logConfig: {
      type: "object",
      properties: {
        includeDetail: { ...string, enum: ["NONE", "FULL"] },
        level: { ...string, enum: ["OFF", "ERROR", "INFO", "TRACE"] },
      },
    },
    name: {
      ...string,
      computed: true,
      forceNew: true,
      minLength: 1,
      maxLength: 256,
      pattern: /^(?!default$)[/.\-_A-Za-z0-9]+$/,
    },
    region,
    ...tagging,
  },
};
