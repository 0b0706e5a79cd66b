import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SecretClient } from "../../../../runtime/clients.ts";
import { kept } from "../../../../runtime/core/kept.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import type { ClientFactory } from "../facts.ts";

const secretsManager = lazy(() => new SecretsManagerClient());

/** AWS Secrets Manager. */
export const secretClient: ClientFactory<"secret"> = ({ secret: SecretId }, name): SecretClient => ({
  value: kept(`value of secret "${name}"`, async () => {
    const { SecretString, SecretBinary } = await secretsManager().send(new GetSecretValueCommand({ SecretId }));
    return SecretString ?? Buffer.from(SecretBinary ?? []).toString();
  }),
});
