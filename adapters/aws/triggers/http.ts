import { FunctionUrl, type FunctionUrlArgs } from "@pulumi/aws/lambda/functionUrl.js";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { Cors } from "../../../model/shared-fields.ts";
import type { TriggerHandle } from "../../contract.ts";
import type { Group } from "../../shared/program/component.ts";
import { functionNamed } from "../../shared/program/references.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import { corsMethods } from "../cors-methods.ts";
import type { AwsScope } from "../facts.ts";
import { addPermission, linkName, target } from "./target.ts";

/** A function's own address, or routes of an api. */
export function http(scope: AwsScope, trigger: ResolvedTrigger<"http">): TriggerHandle {
  if (trigger.spec.api !== undefined) return scope.facts.variant.api.route(scope, trigger);
  const { auth, cors, streaming } = trigger.spec;
  return functionUrl(scope, trigger, {
    authorizationType: auth === "none" ? "NONE" : "AWS_IAM",
    invokeMode: streaming ? "RESPONSE_STREAM" : "BUFFERED",
    ...(cors && { cors: urlCors(cors) }),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html; its own word for "every method" is `*`. */
const urlCors = (cors: Cors): FunctionUrlArgs["cors"] => ({
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
  args: Omit<FunctionUrlArgs, "functionName" | "qualifier">,
): TriggerHandle {
  const group = triggerGroup(scope, trigger, "url");
  const { name, qualifier } = target(scope, trigger);
  const inputs = { functionName: name, ...(qualifier && { qualifier }), ...args };
  const url = group.add(FunctionUrl, "url", inputs, { logicalName: linkName(scope, trigger, "url") });
  if (args.authorizationType === "NONE") permitEveryone(scope, trigger, group);
  else permitInvokers(scope, trigger, group);
  return { url: url.functionUrl, nodes: group.nodes };
}

/**
 * A public address needs two statements, for the URL and for the call through it.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
function permitEveryone(scope: AwsScope, trigger: ResolvedTrigger, group: Group): void {
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
function permitInvokers(scope: AwsScope, trigger: ResolvedTrigger, group: Group): void {
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
