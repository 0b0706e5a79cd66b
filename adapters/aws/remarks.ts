import { hasShim } from "../../model/function.ts";
import type { Remark } from "../../model/remarks.ts";
import type { ResolvedApp, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import { formatDuration } from "../../model/units.ts";
import type { Deployment } from "../contract.ts";
import { keyOverrideRemarks } from "../shared/checks/key-overrides.ts";
import { triggerPath, triggersOf } from "../shared/problem.ts";
import { WRITE_KEY } from "./key-uses.ts";
import { preflightRoutes } from "./preflight.ts";
import { sendersIn } from "./resources/queue.ts";
import { statementTargets } from "./statements.ts";

/**
 * Seconds that an HTTP API waits for a function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const API_WAITS = 30;

/** Remarks on settings that AWS allows and that are probably wrong. */
export const remarksOn = (app: ResolvedApp, { target }: Deployment): Remark[] => [
  ...timeouts(app),
  ...guardedOptions(app),
  ...openOptions(app),
  ...keyPolicies(app),
  ...keyOverrideRemarks({ overrides: statementTargets(target), names: KEY_INPUTS }, app),
];

/** Inputs of resources that name a customer's key. */
const KEY_INPUTS: ReadonlySet<string> = new Set(["kmsKeyArn", "kmsKeyId", "kmsKeyIdentifier", "kmsMasterKeyId"]);

/**
 * Adopted keys, whose policy is their owner's, of queues that services deliver to without a role.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
 */
const keyPolicies = (app: ResolvedApp): Remark[] =>
  [...app.resources.values()].flatMap((key): Remark[] => {
    if (key.kind !== "key" || key.spec.existing === undefined) return [];
    const queues = [...app.resources.values()].filter((one) => one.kind === "queue" && one.encryptionKey === key.name);
    const senders = queues.map(({ name }) => ({ name, ...sendersIn(app, name) }));
    const services = [
      ...(senders.some(({ topics }) => topics.length > 0) ? ["sns.amazonaws.com"] : []),
      ...(senders.some(({ rules }) => rules.length > 0) ? ["events.amazonaws.com"] : []),
    ];
    if (services.length === 0) return [];
    const names = senders
      .filter(({ topics, rules }) => topics.length + rules.length > 0)
      .map(({ name }) => `"${name}"`);
    return [
      {
        code: "key-policy",
        path: ["resources", key.name],
        message: `${services.join(" and ")} can deliver to ${names.join(" and ")} only if the policy of the adopted key allows it, and polyfn does not change that policy.`,
        remedy: `Allow ${services.join(" and ")} ${WRITE_KEY.join(" and ")} in the key's policy, or silence this remark if it does so already.`,
      },
    ];
  });

type Http = ResolvedTrigger<"http">;

/** Triggers that ask for a token or a signature, with the api, where it has cross-origin rules. */
const guarded = (app: ResolvedApp): { readonly trigger: Http; readonly api: ResolvedResource<"api"> }[] =>
  triggersOf(app, "http").flatMap((trigger) => {
    const api = app.resources.get(trigger.spec.api ?? "");
    if (trigger.spec.auth === "none" || api?.kind !== "api" || api.spec.cors === undefined) return [];
    return [{ trigger, api }];
  });

const guardedOptions = (app: ResolvedApp): Remark[] =>
  guarded(app).flatMap(({ trigger }) =>
    (trigger.spec.routes ?? [])
      .filter((route) => route.startsWith("OPTIONS "))
      .map((route) => ({
        code: "guarded-options",
        path: [...triggerPath(trigger), "routes"],
        message: `"${route}" asks for a token or a signature, which browsers do not send with a preflight request, so pages of other origins cannot call this path.`,
        remedy: "Remove the route: preflight requests are answered without it.",
      })),
  );

const openOptions = (app: ResolvedApp): Remark[] =>
  guarded(app).flatMap(({ trigger, api }): Remark[] => {
    const fn = app.functions.get(trigger.function);
    const routes = preflightRoutes(api, trigger);
    if (fn === undefined || hasShim(fn) || routes.length === 0) return [];
    return [
      {
        code: "open-options",
        path: triggerPath(trigger),
        message: `${routes.map((route) => `"${route}"`).join(" and ")} must be open for browsers' preflight requests, and "${fn.name}" has no shim that answers them.`,
        remedy: "Let the function answer OPTIONS with status 204 and do nothing else.",
      },
    ];
  });

function timeouts(app: ResolvedApp): Remark[] {
  return triggersOf(app, "http").flatMap((trigger): Remark[] => {
    const timeout = app.functions.get(trigger.function)?.timeout ?? 0;
    if (trigger.spec.api === undefined || timeout <= API_WAITS) return [];
    return [
      {
        code: "timeout-beyond-api",
        path: ["functions", trigger.function, "triggers", trigger.name],
        message: `The function may run for ${formatDuration(timeout)}, but the api "${trigger.spec.api}" answers 503 after ${API_WAITS}s.`,
        remedy: `Set the function's timeout to "${API_WAITS}s" or less, or remove api to give the function its own URL.`,
      },
    ];
  });
}
