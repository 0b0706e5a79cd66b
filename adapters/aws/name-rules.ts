import type { Names } from "../rules.ts";

const WORD = { pattern: /^[A-Za-z0-9_-]+$/, allowed: "letters, digits, hyphens and underscores" };
const DOTTED = { pattern: /^[A-Za-z0-9_.-]+$/, allowed: "letters, digits, hyphens, underscores and dots" };

/** The rules for names, from each service's API reference. */
export const names: Pick<Names, "functions" | "resources" | "identifier"> = {
  functions: { title: "a function", min: 1, max: 64, ...WORD },
  identifier: { start: "arn:", beforeService: "arn:aws:", service: 2, region: 3, parts: 6 },
  resources: {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    bucket: {
      title: "a bucket",
      min: 3,
      max: 63,
      pattern: /^(?!.*\.\.)(?!\d+(\.\d+){3}$)[a-z0-9][a-z0-9.-]*[a-z0-9]$/,
      allowed: "lower-case letters, digits, hyphens and single dots, and is no IP address",
      reserved: ["xn--", "sthree-", "amzn-s3-demo-"],
      reservedEnds: ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"],
      services: ["s3"],
    },
    queue: {
      title: "a queue",
      min: 1,
      max: 80,
      pattern: /^[A-Za-z0-9_-]+(\.fifo)?$/,
      allowed: WORD.allowed,
      services: ["sqs"],
    },
    topic: { title: "a topic", min: 1, max: 256, ...WORD, services: ["sns"] },
    stream: { title: "a stream", min: 1, max: 128, ...DOTTED, services: ["kinesis"] },
    table: { title: "a table", min: 3, max: 255, ...DOTTED, services: ["dynamodb"] },
    bus: { title: "an event bus", min: 1, max: 256, ...DOTTED, services: ["events"] },
    secret: {
      title: "a secret",
      min: 1,
      max: 512,
      pattern: /^[A-Za-z0-9/_+=.@-]+$/,
      allowed: "letters, digits and /_+=.@-",
      services: ["secretsmanager"],
    },
    key: {
      title: "a key",
      min: 1,
      max: 250,
      pattern: /^[\w/-]+$/,
      allowed: "letters, digits, slashes, hyphens and underscores",
      reserved: ["aws/", "alias/aws/"],
      services: ["kms"],
    },
    api: {
      title: "an API",
      min: 1,
      max: 128,
      pattern: /^[^\n]+$/,
      allowed: "any characters",
      services: ["apigateway"],
    },
  },
};
