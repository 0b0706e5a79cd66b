import type { Call } from "../../core/service.ts";

/** The permission that RAM requires for its own operations: `ram:<Operation>` on the named resource. */
export const on = (action: string, kind: "role" | "user" | "group" | "policy", parameter: string) => ({
  action: `ram:${action}`,
  resource: ({ account, params }: Call) => `acs:ram:*:${account}:${kind}/${params[parameter] ?? "*"}`,
});

export const onAccount = (action: string) => ({
  action: `ram:${action}`,
  resource: ({ account }: Call) => `acs:ram:*:${account}:*`,
});
