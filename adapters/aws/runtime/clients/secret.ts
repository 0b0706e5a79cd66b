import type { SecretClient } from "../../../../runtime/clients.ts";
import { kept } from "../../../../runtime/core/kept.ts";
import { fromBase64 } from "../../../../runtime/core/values.ts";
import type { ClientFactory } from "../bindings.ts";
import { callJson, type JsonService, jsonError } from "../json-protocol.ts";

const secretsManager: JsonService = {
  name: "secretsmanager",
  variable: "SECRETS_MANAGER",
  target: "secretsmanager",
  version: "1.1",
  errorIn: jsonError,
};

interface SecretValue {
  readonly SecretString?: string | null;
  /** Base64. */
  readonly SecretBinary?: string | null;
}

/** AWS Secrets Manager. */
export const secretClient: ClientFactory<"secret"> = ({ secret: SecretId }, name): SecretClient => ({
  value: kept(`value of secret "${name}"`, async () => {
    const found = await callJson<SecretValue>(secretsManager, "GetSecretValue", { SecretId });
    return found.SecretString ?? Buffer.from(fromBase64(found.SecretBinary ?? "")).toString();
  }),
});
