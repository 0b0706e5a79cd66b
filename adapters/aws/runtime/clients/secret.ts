import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SecretClient } from "../../../../runtime/clients.ts";
import { kept, lazy } from "../../../../runtime/core/values.ts";
import type { ClientFactory } from "../facts.ts";

const secretsManager = lazy(() => new SecretsManagerClient());

/** AWS Secrets Manager. */
export const secretClient: ClientFactory<"secret"> = ({ secret: SecretId }): SecretClient => ({
  value: kept(async () => {
    const { SecretString, SecretBinary } = await secretsManager().send(new GetSecretValueCommand({ SecretId }));
    return SecretString ?? Buffer.from(SecretBinary ?? []).toString();
  }),
});
