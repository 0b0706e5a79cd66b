import type { SecretClient } from "../../../../runtime/clients.ts";
import { kept } from "../../../../runtime/core/kept.ts";
import type { Bindings, ClientFactory } from "../bindings.ts";
import { region } from "../call.ts";
import * as hosts from "../hosts.ts";
import { jsonRefusal, type Service, ServiceError, send } from "../http.ts";
import { type ApiCall, signApi } from "../signing/acs3.ts";
import { UNSET_SECRET } from "../unset-secret.ts";

const api: Service<ApiCall> = { sign: signApi, refusal: jsonRefusal };

/** https://www.alibabacloud.com/help/en/oos/developer-reference/api-oos-2019-06-01-getsecretparameter */
async function fromOos(name: string): Promise<string | undefined> {
  const query = { Name: name, RegionId: region(), WithDecryption: "true" };
  const call = { host: hosts.oos(), action: "GetSecretParameter", version: "2019-06-01", query };
  const { Parameter } = (await (await send(api, call)).json()) as { Parameter?: { Value?: string } };
  return Parameter?.Value;
}

/** https://www.alibabacloud.com/help/en/kms/developer-reference/api-kms-2016-01-20-getsecretvalue */
async function fromKms(name: string): Promise<string | undefined> {
  const call = { host: hosts.kms(), action: "GetSecretValue", version: "2016-01-20", query: { SecretName: name } };
  const answer = (await (await send(api, call)).json()) as { SecretData?: string; SecretDataType?: string };
  const { SecretData: data } = answer;
  return data !== undefined && answer.SecretDataType === "binary" ? Buffer.from(data, "base64").toString() : data;
}

const STORES: { readonly [S in Bindings["secret"]["store"]]: (name: string) => Promise<string | undefined> } = {
  oos: fromOos,
  kms: fromKms,
};

/** A secret parameter of OOS, or a secret of KMS. */
export const secretClient: ClientFactory<"secret"> = ({ secret, store }, name): SecretClient => ({
  value: kept(`value of secret "${name}"`, async () => {
    const value = await STORES[store](secret);
    if (value === UNSET_SECRET) throw new ServiceError("SecretNotSet", `${secret} has no value yet`, 404);
    return value ?? "";
  }),
});
