import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import type { Value } from "../../../model/value.ts";
import { type Checked, functionPath, problem, when } from "../../shared/problem.ts";
import { nativeStatement } from "../../shared/statements.ts";
import { arns, isArn, type Place } from "../arns.ts";
import { functionName, indexName, logProjectName, logStoreName, physicalName, tableInstanceName } from "../names.ts";
import { destinationNames } from "../needs.ts";
import { policyDocument, roleStatements } from "../policies.ts";
import { statementsOf } from "../statements.ts";
import { somewhere } from "./somewhere.ts";

/** Characters of a custom policy. https://www.alibabacloud.com/help/en/ram/product-overview/limits */
const MAX_LENGTH = 6144;

/** A role's policy is one text of limited length. */
export const checkPolicies = (checked: Checked): Problem[] =>
  [...checked.app.functions.values()].flatMap((fn) => {
    const { length } = policyText(checked, fn);
    return when(length > MAX_LENGTH, () =>
      problem(
        "out-of-range",
        [...functionPath(fn), "permissions"],
        `What the function may do takes a policy of about ${length} characters; RAM allows ${MAX_LENGTH}.`,
        "Split the function, or leave permissions out that it can do without.",
      ),
    );
  });

/** About the policy that the function's role will have; see `rolePolicy`. */
function policyText({ app, deployment }: Checked, fn: ResolvedFunction): string {
  const place = somewhere(deployment);
  const project = logProjectName(deployment, place);
  const kindOf = (name: string): ResourceKind | "function" => app.resources.get(name)?.kind ?? "function";
  const arn = (name: string): string => arnOf({ app, deployment }, name, place);
  const keyOf = (name: string): string | undefined => {
    const key = app.resources.get(name)?.encryptionKey;
    return key === undefined ? undefined : arn(key);
  };
  return policyDocument(
    roleStatements({
      place,
      logStore: arns.logStore(place, project, logStoreName(fn.name)),
      grants: fn.permissions.map(({ name, kind, access }) => ({
        kind,
        access,
        arn: arn(name),
        indexes: indexesOf({ app, deployment }, name, place),
        key: keyOf(name),
      })),
      pulls: fn.triggers.flatMap((trigger) => {
        if (trigger.kind === "stream") return [arn(trigger.spec.stream)];
        return trigger.kind === "log" ? [arns.logStore(place, project, trigger.spec.function ?? "existing")] : [];
      }),
      images: fn.triggers.flatMap((trigger) => (trigger.kind === "table" ? [`${arn(trigger.spec.table)}_images`] : [])),
      destinations: destinationNames(fn, app.resources).map((name) => ({ kind: kindOf(name), arn: arn(name) })),
      ...(fn.vpc && { network: { vswitches: listOf(fn.vpc.subnets), securityGroups: listOf(fn.vpc.securityGroups) } }),
      statements: statementsOf(fn).map((own) => nativeStatement(own, own.resources.map(textOf))),
      ...(fn.image && { image: typeof fn.image.uri === "string" ? fn.image.uri : "registry/namespace/repository" }),
    }),
  );
}

const textOf = (value: Value): string => (typeof value === "string" ? value : "x".repeat(128));

/** What is only known during the deployment counts as one id. */
const listOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((id) => (typeof id === "string" ? id : "vsw-0123456789abcdefghij")) : [];

function arnOf({ app, deployment }: Checked, name: string, place: Place): string {
  const resource = app.resources.get(name);
  if (resource === undefined) return arns.function(place, functionName(deployment, name));
  const existing = "existing" in resource.spec ? resource.spec.existing : undefined;
  if (typeof existing === "string" && isArn(existing)) return existing;
  const text = typeof existing === "string" ? existing : physicalName(deployment, resource, place);
  switch (resource.kind) {
    case "stream":
      return arns.logStore(place, logProjectName(deployment, place), text);
    case "table":
      return arns.table(place, tableInstanceName(deployment, place), text);
    case "key":
      // The id of a key is only known once it exists; none is longer.
      return arns.key(place, name.padEnd(36, "-"));
    case "secret":
      return arns.secretParameter(place, text);
    case "api":
      return arns.customDomain(place, text);
    default:
      return arns[resource.kind](place, text);
  }
}

function indexesOf(checked: Checked, name: string, place: Place): string[] {
  const resource = checked.app.resources.get(name);
  if (resource?.kind !== "table") return [];
  const table = arnOf(checked, name, place);
  return Object.keys(resource.spec.indexes).map((index) => indexName(table, index));
}
