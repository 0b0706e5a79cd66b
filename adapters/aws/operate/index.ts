import type { Operate } from "../../operate.ts";
import { CODE_LIMIT } from "./code-limit.ts";

/** Deployed functions and resources through AWS's own SDK. Each service's client is loaded when it is first used. */
export const operate: Operate = {
  packages: [
    "@aws-sdk/client-cloudwatch-logs",
    "@aws-sdk/client-dynamodb",
    "@aws-sdk/client-eventbridge",
    "@aws-sdk/client-kinesis",
    "@aws-sdk/client-lambda",
    "@aws-sdk/client-s3",
    "@aws-sdk/client-scheduler",
    "@aws-sdk/client-secrets-manager",
    "@aws-sdk/client-sns",
    "@aws-sdk/client-sqs",
    "@aws-sdk/client-sts",
    "@aws-sdk/lib-dynamodb",
    "@smithy/node-http-handler",
  ],
  codeLimit: CODE_LIMIT,
  open: async (access) => (await import("./operator.ts")).openOperator(access),
};
