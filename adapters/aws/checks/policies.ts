import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction, ResolvedTrigger } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import type { Value } from "../../../model/value.ts";
import { type Checked, functionPath, problem, when } from "../../shared/problem.ts";
import { nativeStatement } from "../../shared/statements.ts";
import { arns, isArn } from "../arns.ts";
import { aliasName, functionName, logGroupName, physicalName } from "../names.ts";
import { type Poll, policyDocument, roleStatements } from "../policies.ts";
import { preflightRoutes } from "../preflight.ts";
import { routeSource } from "../routes.ts";
import { statementsOf } from "../statements.ts";
import { somewhere } from "./somewhere.ts";

/** Characters of all inline policies of a role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_ROLE_POLICY = 10_240;
/** Bytes of a function's own policy. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_FUNCTION_POLICY = 20_480;

/** A role's inline policy, and the policy of a function, have a limited length. */
export const checkPolicies = (checked: Checked): Problem[] =>
  [...checked.app.functions.values()].flatMap((fn) => {
    const { length } = rolePolicyText(checked, fn);
    const bytes = functionPolicyBytes(checked, fn);
    return [
      ...when(length > MAX_ROLE_POLICY, () =>
        problem(
          "out-of-range",
          [...functionPath(fn), "permissions"],
          `What the function may do takes a policy of about ${length} characters; IAM allows ${MAX_ROLE_POLICY} in a role.`,
          "Split the function, or leave permissions out that it can do without.",
        ),
      ),
      ...when(bytes > MAX_FUNCTION_POLICY, () =>
        problem(
          "out-of-range",
          [...functionPath(fn), "triggers"],
          `Who may call the function takes a policy of about ${bytes} bytes; Lambda allows ${MAX_FUNCTION_POLICY}.`,
          'Split the function, or answer several routes with one: "ANY /items/{path+}".',
        ),
      ),
    ];
  });

function arnOf({ app, deployment }: Checked, name: string): string {
  const place = somewhere(deployment);
  const fn = app.functions.get(name);
  if (fn) return arns.function(place, functionName(deployment, name), aliasName(fn));
  const resource = app.resources.get(name);
  // Nobody is given anything on an api; what is missing is another check's to say.
  if (resource === undefined || resource.kind === "api") return "";
  const existing = "existing" in resource.spec ? resource.spec.existing : undefined;
  if (typeof existing === "string" && isArn(existing)) return existing;
  const text = typeof existing === "string" ? existing : (physicalName(deployment, resource, place) as string);
  // The id of a key is only known once it exists, but always has 36 characters.
  return arns[resource.kind](place, resource.kind === "key" ? name.padEnd(36, "-") : text);
}

function keyArnOf(checked: Checked, name: string): string | undefined {
  const key = checked.app.resources.get(name)?.encryptionKey;
  return key === undefined ? undefined : arnOf(checked, key);
}

/** About the inline policy that the function's role will have; see `rolePolicy`. */
function rolePolicyText(checked: Checked, fn: ResolvedFunction): string {
  const { app, deployment } = checked;
  const kindOf = (name: string): ResourceKind | "function" => app.resources.get(name)?.kind ?? "function";
  const refer = (name: string) => ({ arn: arnOf(checked, name), key: keyArnOf(checked, name) });
  const given = fn.triggers.map(({ kind, spec }) =>
    kind === "stream" || kind === "table" ? spec.onFailure : undefined,
  );
  const destinations = [fn.async.onSuccess, fn.async.onFailure, ...given].filter((name) => name !== undefined);
  return policyDocument(
    roleStatements({
      place: somewhere(deployment),
      logGroup: logGroupName(deployment, fn.name),
      grants: fn.permissions.map(({ name, kind, access }) => {
        const resource = app.resources.get(name);
        const indexes = resource?.kind === "table" && Object.keys(resource.spec.indexes).length > 0;
        return { kind, access, ...refer(name), indexes };
      }),
      polls: fn.triggers.flatMap(({ kind, spec }): Poll[] => {
        if (kind === "queue") return [{ kind, ...refer(spec.queue) }];
        if (kind === "stream") return [{ kind, ...refer(spec.stream) }];
        return kind === "table" ? [{ kind, ...refer(spec.table) }] : [];
      }),
      destinations: destinations.map((name) => ({ kind: kindOf(name), ...refer(name) })),
      ...(fn.vpc && { network: { subnets: listOf(fn.vpc.subnets), securityGroups: listOf(fn.vpc.securityGroups) } }),
      tracing: fn.tracing,
      statements: statementsOf(fn, deployment.target).map((own) => nativeStatement(own, own.resources.map(textOf))),
    }),
  );
}

const textOf = (value: Value): string => (typeof value === "string" ? value : "x".repeat(128));

/** What is only known during the deployment counts as one id. */
const listOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((id) => (typeof id === "string" ? id : "subnet-0123456789abcdef0")) : [];

/** About the bytes of the function's own policy: a statement for each that may call it; see `addPermission`. */
function functionPolicyBytes(checked: Checked, fn: ResolvedFunction): number {
  const own = arnOf(checked, fn.name);
  const sources = [
    ...fn.triggers.flatMap((trigger) => callers(checked, trigger).map((source) => ({ id: trigger.name, source }))),
    ...Object.entries(fn.invokers).map(([name, { source }]) => ({
      id: `invoker-${name}`,
      source: typeof source === "string" ? source : "",
    })),
  ];
  const statements = sources.map(({ id, source }) => ({
    Sid: `${id}-permission`,
    Effect: "Allow",
    Principal: { Service: "apigateway.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Resource: own,
    ...(source !== "" && { Condition: { ArnLike: { "AWS:SourceArn": source } } }),
  }));
  return Buffer.byteLength(JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements }));
}

/** Routes of an api that call the function, the open ones for preflight requests included. */
function routesOf({ app }: Checked, trigger: ResolvedTrigger<"http">): string[] {
  const api = app.resources.get(trigger.spec.api ?? "");
  return [...(trigger.spec.routes ?? ["$default"]), ...(api?.kind === "api" ? preflightRoutes(api, trigger) : [])];
}

/** ARN of each source that is let in for a trigger; of pollers and schedulers, which have roles, none. */
function callers(checked: Checked, { kind, spec, ...trigger }: ResolvedTrigger): string[] {
  const { deployment } = checked;
  const place = somewhere(deployment);
  switch (kind) {
    case "http":
      if (spec.api === undefined) return ["", ""];
      return routesOf(checked, { kind, spec, ...trigger }).map((route) =>
        arns.api(place, "0123456789", `*/${routeSource(route)}`),
      );
    case "webhook":
      return ["", ""];
    case "topic":
      return [arnOf(checked, spec.topic)];
    case "bucket":
      return [arnOf(checked, spec.bucket)];
    case "bus":
      return [arns.rule(place, functionName(deployment, `${trigger.function}-${trigger.name}`), spec.bus)];
    case "log":
      return [arns.logGroup(place, logGroupName(deployment, spec.function ?? ""))];
    default:
      return [];
  }
}
