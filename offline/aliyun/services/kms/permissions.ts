import type { Call } from "../../core/service.ts";

/** `kms:<Operation>` on the secret that is named. */
export const onSecret = (action: string) => ({
  action: `kms:${action}`,
  resource: ({ region, account, params }: Call) => `acs:kms:${region}:${account}:secret/${params.SecretName ?? "*"}`,
});
