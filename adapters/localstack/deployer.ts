import { Provider, type ProviderArgs } from "@pulumi/aws/provider.js";
import { SpecError } from "../../model/errors.ts";
import { deployerWith, factsOf } from "../aws/deployer.ts";
import { variants } from "./profiles.ts";
import { readSettings } from "./settings.ts";

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

/** Credentials that no account has: whatever happens, a real one can't be reached with them. */
const DUMMY = { accessKey: "test", secretKey: "test", token: "test" } as const;

/**
 * The program's own provider is never used here, because it could carry real credentials; a provider with the one
 * endpoint and dummy credentials is always made.
 */
export default deployerWith((deployment, { parent }) => {
  const { settings, problems } = readSettings(deployment);
  if (problems.length > 0) throw new SpecError(problems, `settings of ${deployment.name}`);
  const provider = new Provider(
    `${deployment.name}-localstack`,
    {
      region: deployment.region as ProviderArgs["region"],
      ...DUMMY,
      endpoints: [Object.fromEntries(SERVICES.map((service) => [service, settings.endpoint]))],
      s3UsePathStyle: true,
      skipCredentialsValidation: true,
      skipMetadataApiCheck: true,
      skipRegionValidation: true,
    },
    { parent },
  );
  return {
    provider,
    facts: factsOf(provider, { variant: variants[settings.profile], endpoint: settings.endpoint }),
  };
});
