import type { Operator } from "../../operate.ts";
import type { Clients } from "./clients.ts";

/** Secrets of Secrets Manager. */
export const secrets = (clients: Clients): Pick<Operator, "readSecret"> => ({
  async readSecret({ id: SecretId }) {
    const client = await clients.secrets();
    const { SecretString, SecretBinary = new Uint8Array() } = await client.getSecretValue({ SecretId });
    return SecretString ?? Buffer.from(SecretBinary).toString("utf8");
  },
});
