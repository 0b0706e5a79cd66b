import type { AliyunOverrides } from "./aliyun/overrides.ts";
import type { AwsOverrides } from "./aws/overrides.ts";

/** The type of `override` for each target. */
declare module "../model/overrides.ts" {
  interface OverrideTypes {
    readonly aws: AwsOverrides;
    readonly aliyun: AliyunOverrides;
    readonly localstack: AwsOverrides;
  }
}
