import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bucketClient } from "../../../adapters/aws/runtime/clients/bucket.ts";
import { givenEndpoint, hostOf, region } from "../../../adapters/aws/runtime/endpoints.ts";
import { SetupError } from "../../../runtime/errors.ts";
import type { BucketReader } from "../../../runtime/index.ts";
import { stubAws } from "./environment.ts";

beforeEach(() => stubAws());
afterEach(() => vi.unstubAllEnvs());

/** A vendor's client knows where its service answers. */
interface Vendor {
  readonly config: { readonly endpointProvider: unknown };
}
const services: readonly (readonly [string, string, Vendor])[] = [
  ["dynamodb", "DYNAMODB", new DynamoDBClient({ region: "x" })],
  ["sqs", "SQS", new SQSClient({ region: "x" })],
  ["sns", "SNS", new SNSClient({ region: "x" })],
  ["kinesis", "KINESIS", new KinesisClient({ region: "x" })],
  ["events", "EVENTBRIDGE", new EventBridgeClient({ region: "x" })],
  ["secretsmanager", "SECRETS_MANAGER", new SecretsManagerClient({ region: "x" })],
  ["lambda", "LAMBDA", new LambdaClient({ region: "x" })],
];

/** A region of each partition, and some of the first. */
const REGIONS =
  "us-east-1 eu-central-1 ap-southeast-7 mx-central-1 cn-north-1 cn-northwest-1 us-gov-west-1 us-gov-east-1 us-iso-east-1 us-isob-east-1 us-isof-south-1 eu-isoe-west-1 eusc-de-east-1".split(
    " ",
  );

type Provider = (given: object) => { readonly url: URL };

describe("endpoints of services", () => {
  it.each(services)("equal those of the vendor's SDK: %s", (name, variable, { config }) => {
    for (const where of REGIONS) {
      vi.stubEnv("AWS_REGION", where);
      const { url } = (config.endpointProvider as Provider)({ Region: where });
      expect(`https://${hostOf({ name, variable })}`, where).toBe(url.origin);
    }
  });

  const provider = new S3Client({ region: "x" }).config.endpointProvider as unknown as Provider;
  it.each(["media-uploads", "abc", "my.bucket.example", "Under_Score", "a-", "x".repeat(63), "1-2"])(
    "equal those of the vendor's SDK: the bucket %s",
    async (bucket) => {
      const client = bucketClient({ bucket }, "files", "f") as BucketReader;
      for (const where of REGIONS) {
        vi.stubEnv("AWS_REGION", where);
        const { url } = provider({ Region: where, Bucket: bucket });
        const own = new URL(await client.signedUrl("a/b"));
        expect(own.origin + own.pathname, where).toBe(`${url.href.replace(/\/$/, "")}/a/b`);
      }
    },
  );

  it("refuse other kinds with a remedy", () => {
    for (const name of ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"]) {
      vi.stubEnv(name, "true");
      const find = () => hostOf({ name: "sqs", variable: "SQS" });
      expect(find).toThrow(SetupError);
      expect(find).toThrow(`${name} is not supported by polyfn's clients. Set AWS_ENDPOINT_URL_SQS`);
      vi.stubEnv(name, undefined);
    }
  });
});

describe("an endpoint in the environment", () => {
  const sqs = { name: "sqs", variable: "SQS" };
  const secrets = { name: "secretsmanager", variable: "SECRETS_MANAGER" };

  it("prefers the service's variable to the general one, and ignores empty ones", () => {
    expect(givenEndpoint(sqs)).toBeUndefined();
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566/base/");
    vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://secrets.example");
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", "");
    expect(givenEndpoint(sqs)?.href).toBe("http://127.0.0.1:4566/base/");
    expect(givenEndpoint(secrets)?.href).toBe("https://secrets.example/");
    vi.stubEnv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    expect(givenEndpoint(secrets)).toBeUndefined();
  });

  it("puts the bucket into the path", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566/base/");
    const client = bucketClient({ bucket: "files" }, "files", "f") as BucketReader;
    expect(await client.signedUrl("a/b")).toMatch(/^http:\/\/127\.0\.0\.1:4566\/base\/files\/a\/b\?X-Amz-Algorithm=/);
  });
});

describe("the region", () => {
  it("is AWS_REGION, then AWS_DEFAULT_REGION, otherwise missing", () => {
    vi.stubEnv("AWS_DEFAULT_REGION", "eu-west-3");
    expect(region()).toBe("us-east-1");
    vi.stubEnv("AWS_REGION", "");
    expect(region()).toBe("eu-west-3");
    vi.stubEnv("AWS_DEFAULT_REGION", undefined);
    expect(region).toThrow("the environment names no region: set AWS_REGION");
  });
});
