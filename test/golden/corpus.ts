import type { PlaceName } from "./places.ts";

/** The two clouds, as most specs are planned. */
const BOTH: readonly PlaceName[] = ["aws", "aliyun"];

/** Where each spec in `specs` is planned. A place that refuses a spec keeps what it refuses. */
export const corpus: Readonly<Record<string, readonly PlaceName[]>> = {
  addresses: BOTH,
  "adopted-aliyun": ["aliyun", "aliyun-kms"],
  "adopted-aws": ["aws", "aws-china"],
  "adopted-by-name": [...BOTH, "localstack"],
  apis: [...BOTH, "localstack", "localstack-full"],
  concurrency: BOTH,
  domain: [...BOTH, "aliyun-offline", "localstack"],
  "every-setting-aliyun": ["aws", "aliyun", "aliyun-kms", "aliyun-offline"],
  "every-setting-aws": ["aws", "aliyun", "localstack", "localstack-full"],
  "every-trigger": [...BOTH, "aws-china", "localstack"],
  failures: BOTH,
  filters: BOTH,
  "function-settings-aliyun": ["aliyun"],
  "image-directory": BOTH,
  kept: [...BOTH, "aliyun-kms"],
  "keys-aliyun": ["aliyun", "aliyun-kms"],
  "keys-aws": ["aws"],
  links: [...BOTH, "localstack"],
  names: BOTH,
  networks: BOTH,
  "one-key": [...BOTH, "aliyun-kms"],
  "ordered-aws": ["aws"],
  overrides: [...BOTH, "localstack"],
  permissions: BOTH,
  references: BOTH,
  remarks: BOTH,
  "rest-api": [...BOTH, "aliyun-offline", "localstack"],
  runtimes: BOTH,
  "runtimes-aws": BOTH,
  schedules: [...BOTH, "localstack"],
  statements: [...BOTH, "localstack"],
  subscriptions: BOTH,
  "subscriptions-filtered": BOTH,
  tables: BOTH,
  tracing: BOTH,
};
