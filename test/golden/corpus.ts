import { adapters, type Target } from "../../adapters/index.ts";
import { type PlaceName, places } from "./places.ts";

/** The place of every target that is no server on this machine: where most specs are planned. */
const CLOUDS: readonly PlaceName[] = (Object.keys(adapters) as Target[]).filter(
  (target) => !("endpoint" in places[target].settings),
);

/** The places for which each spec in `specs` is planned. A place that refuses a spec keeps its problems. */
export const corpus: Readonly<Record<string, readonly PlaceName[]>> = {
  addresses: CLOUDS,
  "adopted-aliyun": ["aliyun", "aliyun-kms"],
  "adopted-aws": ["aws", "aws-china"],
  "adopted-by-name": [...CLOUDS, "localstack"],
  apis: [...CLOUDS, "localstack", "localstack-full"],
  concurrency: CLOUDS,
  domain: [...CLOUDS, "aliyun-offline", "localstack"],
  "every-setting-aliyun": ["aws", "aliyun", "aliyun-kms", "aliyun-offline"],
  "every-setting-aws": ["aws", "aliyun", "localstack", "localstack-full"],
  "every-trigger": [...CLOUDS, "aws-china", "localstack"],
  failures: CLOUDS,
  filters: CLOUDS,
  "function-settings-aliyun": ["aliyun"],
  "image-directory": CLOUDS,
  kept: [...CLOUDS, "aliyun-kms"],
  "keys-aliyun": ["aliyun", "aliyun-kms"],
  "keys-aws": ["aws"],
  links: [...CLOUDS, "localstack"],
  names: CLOUDS,
  networks: CLOUDS,
  "one-key": [...CLOUDS, "aliyun-kms"],
  "ordered-aws": ["aws"],
  overrides: [...CLOUDS, "localstack"],
  permissions: CLOUDS,
  references: CLOUDS,
  remarks: CLOUDS,
  "rest-api": [...CLOUDS, "aliyun-offline", "localstack"],
  runtimes: CLOUDS,
  "runtimes-aws": CLOUDS,
  schedules: [...CLOUDS, "localstack"],
  statements: [...CLOUDS, "localstack"],
  subscriptions: CLOUDS,
  "subscriptions-filtered": CLOUDS,
  tables: CLOUDS,
  tracing: CLOUDS,
};
