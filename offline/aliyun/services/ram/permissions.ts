import type { Call } from "../../core/service.ts";

/** What RAM itself must allow for its own operations: `ram:<Operation>` on the thing that is named. */
export const on = (action: string, kind: "role" | "user" | "group" | "policy", parameter: string) => ({
  action: `ram:${action}`,
  resource: ({ account, params }: Call) => `acs:ram:*:${account}:${kind}/${params[parameter] ?? "*"}`,
});

export const onAccount = (action: string) => ({
  action: `ram:${action}`,
  resource: ({ account }: Call) => `acs:ram:*:${account}:*`,
});
