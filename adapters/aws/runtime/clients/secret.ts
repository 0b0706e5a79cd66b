import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SecretClient } from "../../../../runtime/clients.ts";
import type { ClientFactory } from "../facts.ts";
import { lazy } from "../sdk.ts";

const secretsManager = lazy(() => new SecretsManagerClient());

/** Milliseconds that a value is used before it is fetched again. */
const LIFETIME = 300_000;

/** AWS Secrets Manager. */
export const secretClient: ClientFactory<"secret"> = ({ secret: SecretId }): SecretClient => {
  let kept: { readonly value: Promise<string>; readonly until: number } | undefined;
  const fetchValue = async (): Promise<string> => {
    const { SecretString, SecretBinary } = await secretsManager().send(new GetSecretValueCommand({ SecretId }));
    return SecretString ?? Buffer.from(SecretBinary ?? []).toString();
  };
  return {
    value({ fresh = false } = {}) {
      if (!fresh && kept && Date.now() < kept.until) return kept.value;
      const value = fetchValue();
      const mine = { value, until: Date.now() + LIFETIME };
      kept = mine;
      // A failure is not kept: the next call tries again.
      value.catch(() => {
        if (kept === mine) kept = undefined;
      });
      return value;
    },
  };
};
