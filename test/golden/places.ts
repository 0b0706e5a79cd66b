import type { Deployment } from "../../adapters/contract.ts";
import type { Target } from "../../adapters/index.ts";

export type Place = Pick<Deployment, "target" | "region" | "settings">;

/** The places for which specs are planned, the offline servers included: each has resources of its own. */
export const places = {
  aws: { target: "aws", region: "eu-central-1", settings: {} },
  "aws-china": {
    target: "aws",
    region: "cn-north-1",
    settings: { account: "123456789012", role: "arn:aws-cn:iam::123456789012:role/deploy" },
  },
  aliyun: { target: "aliyun", region: "cn-hangzhou", settings: { domain: "shop.example" } },
  "aliyun-kms": {
    target: "aliyun",
    region: "eu-central-1",
    settings: { domain: "shop.example", kmsInstance: "kst-1", settle: 0 },
  },
  "aliyun-offline": { target: "aliyun", region: "cn-hangzhou", settings: { endpoint: "http://127.0.0.1:4580" } },
  localstack: { target: "localstack", region: "us-east-1", settings: { endpoint: "http://127.0.0.1:4566" } },
  "localstack-full": {
    target: "localstack",
    region: "us-east-1",
    settings: { endpoint: "http://127.0.0.1:4566", profile: "full" },
  },
} as const satisfies Readonly<Record<string, Place>> & Readonly<Record<Target, Place>>;

export type PlaceName = keyof typeof places;
