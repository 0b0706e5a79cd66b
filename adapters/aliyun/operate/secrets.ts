import type { Operator } from "../../operate.ts";
import type { Clients } from "./clients.ts";

/** Secrets of KMS, and secret parameters of OOS. */
export const secrets = ({ api, place }: Clients): Pick<Operator, "readSecret"> => ({
  async readSecret({ id, name }) {
    const { region } = place(id);
    if (id.startsWith("acs:kms:")) {
      const answer = await api.call({ product: "kms", region, action: "GetSecretValue", query: { SecretName: name } });
      return (answer.json() as { SecretData: string }).SecretData;
    }
    const query = { RegionId: region, Name: name, WithDecryption: "true" };
    const answer = await api.call({ product: "oos", region, action: "GetSecretParameter", query });
    return (answer.json() as { Parameter: { Value: string } }).Parameter.Value;
  },
});
