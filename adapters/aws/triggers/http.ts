import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { Cors } from "../../../model/shared-fields.ts";
import type { Group } from "../../graph/group.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { InputsOf } from "../../graph/provider-types.ts";
import { functionNamed } from "../../shared/references.ts";
import type { AwsScope } from "../context.ts";
import { corsMethods } from "../cors-methods.ts";
import type { AwsTypes } from "../resource-types.ts";
import { addPermission, linkName, target } from "./target.ts";

type UrlInputs = InputsOf<AwsTypes, "aws:lambda/functionUrl:FunctionUrl">;

/** A function's own address, or routes of an api. */
export function http(scope: AwsScope, trigger: ResolvedTrigger<"http">): TriggerHandle {
  if (trigger.spec.api !== undefined) return scope.context.variant.api.route(scope, trigger);
  const { auth, cors, streaming } = trigger.spec;
  return functionUrl(scope, trigger, {
    authorizationType: auth === "none" ? "NONE" : "AWS_IAM",
    invokeMode: streaming ? "RESPONSE_STREAM" : "BUFFERED",
    ...(cors && { cors: urlCors(cors) }),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html; its own word for "every method" is `*`. */
const urlCors = (cors: Cors): UrlInputs["cors"] => ({
  allowOrigins: cors.origins,
  allowMethods: corsMethods(cors),
  ...(cors.headers.length > 0 && { allowHeaders: cors.headers }),
  ...(cors.exposeHeaders.length > 0 && { exposeHeaders: cors.exposeHeaders }),
  allowCredentials: cors.credentials,
  maxAge: cors.maxAge,
});

/** A function URL, and who may call it. */
export function functionUrl(
  scope: AwsScope,
  trigger: ResolvedTrigger<"http" | "webhook">,
  args: Omit<UrlInputs, "functionName" | "qualifier">,
): TriggerHandle {
  const group = triggerGroup<AwsTypes>(scope, trigger, "url");
  const { name, qualifier } = target(scope, trigger);
  const inputs = { functionName: name, ...(qualifier && { qualifier }), ...args };
  const url = group.add("aws:lambda/functionUrl:FunctionUrl", "url", inputs, {
    logicalName: linkName(scope, trigger, "url"),
  });
  if (args.authorizationType === "NONE") permitEveryone(scope, trigger, group);
  else permitInvokers(scope, trigger, group);
  return { url: ref(url, "functionUrl"), nodes: group.nodes };
}

/**
 * A public address needs two statements, for the URL and for the call through it.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
function permitEveryone(scope: AwsScope, trigger: ResolvedTrigger, group: Group<AwsTypes>): void {
  addPermission(scope, trigger, group, "permission-url", {
    action: "lambda:InvokeFunctionUrl",
    principal: "*",
    functionUrlAuthType: "NONE",
  });
  addPermission(scope, trigger, group, "permission-invoke", {
    action: "lambda:InvokeFunction",
    principal: "*",
    invokedViaFunctionUrl: true,
  });
}

/** Other accounts that may invoke the function may do so through its address too; their policies have the last word. */
function permitInvokers(scope: AwsScope, trigger: ResolvedTrigger, group: Group<AwsTypes>): void {
  const { invokers } = functionNamed(scope, trigger.function);
  for (const [name, { account }] of Object.entries(invokers).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (account === undefined) continue;
    addPermission(scope, trigger, group, `permission-${name}`, {
      action: "lambda:InvokeFunctionUrl",
      principal: account,
      functionUrlAuthType: "AWS_IAM",
    });
  }
}
