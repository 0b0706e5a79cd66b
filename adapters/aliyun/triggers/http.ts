import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { HTTP_METHODS } from "../../../offline/aliyun/trigger-config/http.ts";
import { lift } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { AliyunScope } from "../context.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { addTrigger } from "./target.ts";

/** A function's own address, or routes of an api, which are all part of its one domain (see `resources/api.ts`). */
export function http(scope: AliyunScope, trigger: ResolvedTrigger<"http">): TriggerHandle {
  const { api, auth } = trigger.spec;
  if (api === undefined) return functionUrl(scope, trigger, auth === "none" ? "anonymous" : "function");
  const { url } = scope.resource(api);
  return { ...(url && { url }), nodes: {} };
}

/**
 * A function's address. Cross-origin rules are the shim's: FC offers none on addresses of its own.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/http-triggers-overview
 */
export function functionUrl(
  scope: AliyunScope,
  trigger: ResolvedTrigger<"http" | "webhook">,
  authType: "anonymous" | "function",
): TriggerHandle {
  // A function has one URL of its own, whichever kind of trigger asks for it.
  const link = "http_url";
  const group = triggerGroup<AliyunTypes>(scope, trigger, "trigger", link);
  const node = addTrigger(scope, trigger, group, {
    type: "http",
    config: { authType, methods: [...HTTP_METHODS], disableURLInternet: false },
    link,
  });
  return { url: addressOf(ref(node, "httpTrigger")), nodes: group.nodes };
}

const addressOf = lift("urlInternet", ({ urlInternet }: { readonly urlInternet: string }) => urlInternet);
