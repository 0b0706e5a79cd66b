import type { TypeTable } from "../../table.ts";
import { arn, output, region, source, tagging, text } from "../fields.ts";

export const eventBusTable: TypeTable = {
  token: "aws:cloudwatch/eventBus:EventBus",
  source: source("events", "bus"),
  properties: {
    arn: output,
    deadLetterConfig: { type: "object", properties: { arn: { ...arn, maxLength: 1600 } } },
    description: { ...text, maxLength: 512 },
    eventSourceName: {
      ...text,
      forceNew: true,
      minLength: 1,
      maxLength: 256,
      pattern: /^aws\.partner(\/[.\-_A-Za-z0-9]+){2,}$/,
    },
    kmsKeyIdentifier: { ...text, minLength: 1, maxLength: 2048 },
    logConfig: {
      type: "object",
      properties: {
        includeDetail: { ...text, enum: ["NONE", "FULL"] },
        level: { ...text, enum: ["OFF", "ERROR", "INFO", "TRACE"] },
      },
    },
    name: {
      ...text,
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
