import { place } from "../aws/context.ts";
import { loweringWith } from "../aws/lowering.ts";
import type { Deployment } from "../contract.ts";
import type { ProviderNode } from "../graph/lowering.ts";
import { regionOf } from "../shared/region.ts";
import { soundSettings } from "../shared/settings.ts";
import { variants } from "./profiles.ts";
import { type LocalSettings, readSettings } from "./settings.ts";

/** Every service that the AWS adapter's resources call, by the provider's names for them. */
const SERVICES = [
  "apigateway",
  "apigatewayv2",
  "cloudwatch",
  "cloudwatchevents",
  "cloudwatchlogs",
  "dynamodb",
  "ec2",
  "ecr",
  "efs",
  "events",
  "iam",
  "kinesis",
  "kms",
  "lambda",
  "logs",
  "s3",
  "scheduler",
  "secretsmanager",
  "sns",
  "sqs",
  "sts",
] as const;

/** Credentials that belong to no account, so that no real account can be reached. */
const DUMMY = { accessKey: "test", secretKey: "test", token: "test" } as const;

const settingsOf = (deployment: Deployment): LocalSettings => soundSettings(deployment, readSettings);

/**
 * The program's own provider is never used here, because it could carry real credentials; a provider with the one
 * endpoint and dummy credentials is always made.
 */
function provider(deployment: Deployment): ProviderNode {
  const { endpoint } = settingsOf(deployment);
  return {
    package: "aws",
    name: `${deployment.name}-localstack`,
    inputs: {
      region: regionOf(deployment),
      ...DUMMY,
      endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
      s3UsePathStyle: true,
      skipCredentialsValidation: true,
      skipMetadataApiCheck: true,
      skipRegionValidation: true,
    },
    replaceable: false,
  };
}

export const lowering = loweringWith({
  provider,
  context: (deployment) => {
    const { endpoint, profile } = settingsOf(deployment);
    return { place, variant: variants[profile], endpoint };
  },
});
