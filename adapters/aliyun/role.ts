import type { ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import { lift, type Symbolic, waitFor } from "../graph/expression.ts";
import type { Group } from "../graph/group.ts";
import { type NodeRef, ref } from "../graph/node.ts";
import { functionNamed, kindOf } from "../shared/references.ts";
import { nativeStatement, type Statement } from "../shared/statements.ts";
import { arnOf, arns, isArn, nameInArn, type Place } from "./arns.ts";
import type { AliyunScope } from "./context.ts";
import { functionName, imagesName, logStoreName, roleName } from "./names.ts";
import {
  type Destination,
  type Grant,
  invoke,
  type Principal,
  policyDocument,
  type RoleNeeds,
  roleStatements,
  trust,
} from "./policies.ts";
import { keyArn, policyArn } from "./references.ts";
import type { AliyunTypes } from "./resource-types.ts";
import { projectName } from "./shared.ts";
import { destinationNames } from "./shim-dependencies.ts";
import { statementsOf } from "./statements.ts";
import { type TableTraits, tableStructure, tableTraits } from "./table-binding.ts";

/** A role that a service of the cloud takes on, ready when everything in `ready` exists. */
export interface ServiceRole {
  /**
   * Known once services can take on the role. RAM writes the name in an ARN in lower case, so it is asked for instead of
   * made from the name.
   */
  readonly arn: Symbolic<string>;
  /** For `dependsOn`: a service that uses the role before its policy is attached is refused. */
  readonly ready: readonly NodeRef[];
}

interface RoleArgs {
  /** RAM's name of the role and of its policy. */
  readonly name: string;
  readonly principal: Principal;
  readonly policy: Symbolic<string>;
  readonly tags: Readonly<Record<string, string>>;
  /** Put before the names of the three children. */
  readonly child?: string;
}

/** A role that a service assumes because this deployment configures it to. */
export function addServiceRole(scope: AliyunScope, group: Group<AliyunTypes>, args: RoleArgs): ServiceRole {
  const { role, attachment } = addRole(group, args);
  return { arn: waitFor(ref(role, "arn"), ref(role, "createTime"), scope.context.settle), ready: [attachment] };
}

/** A role, its one policy and the link between the two: RAM has no policies inside roles. */
export function addRole(group: Group<AliyunTypes>, { name, principal, policy, tags, child = "" }: RoleArgs) {
  const role = group.add("alicloud:ram/role:Role", `${child}role`, {
    roleName: name,
    assumeRolePolicyDocument: trust(principal),
    // Otherwise a policy that was attached by hand prevents the deletion of the role.
    force: true,
    tags,
  });
  const document = group.add("alicloud:ram/policy:Policy", `${child}policy`, {
    policyName: name,
    policyDocument: policy,
    // RAM keeps five versions of a policy and refuses a sixth.
    rotateStrategy: "DeleteOldestNonDefaultVersionWhenLimitExceeded",
    force: true,
    tags,
  });
  const attachment = group.add("alicloud:ram/rolePolicyAttachment:RolePolicyAttachment", `${child}attachment`, {
    roleName: ref(role, "roleName"),
    policyName: ref(document, "policyName"),
    policyType: "Custom",
  });
  return { role, attachment };
}

/** The role that the service behind a trigger needs. */
export interface InvocationNeeds {
  /** The service that assumes the role, for example "oss.aliyuncs.com". */
  readonly service: string;
  /** ARN of the account through which it does so, where its host alone is not enough. */
  readonly account?: string;
  /** The link after which the trigger's native resources are named; see `triggers/target.ts`. Default: the trigger. */
  readonly link?: string | undefined;
  /** Permissions beside calling the function, such as reading its source. */
  readonly statements?: Symbolic<readonly Statement[]>;
}

/** RAM allows no underscores. No name of a spec has two hyphens together, so a link is never taken for a trigger. */
const invokerName = (trigger: ResolvedTrigger, link: string | undefined): string =>
  link === undefined ? `${trigger.function}-${trigger.name}` : `${trigger.function}--${link.replace("_", "-")}`;

/**
 * The role with which a service calls a trigger's function: one for each trigger that needs one. Children `role`,
 * `policy` and `attachment` of the trigger's group. Give `arn` as `invocationRole` and `ready` in `dependsOn`.
 */
export function invocationRole(
  scope: AliyunScope,
  trigger: ResolvedTrigger,
  group: Group<AliyunTypes>,
  { service, account, link, statements = [] }: InvocationNeeds,
): ServiceRole {
  const called = functionName(scope.deployment, trigger.function);
  return addServiceRole(scope, group, {
    name: roleName(scope.deployment, invokerName(trigger, link)),
    principal: { Service: [service], ...(account !== undefined && { RAM: [account] }) },
    policy: invocationPolicy(arnOf.function(scope.context.place, called), statements),
    tags: functionNamed(scope, trigger.function).tags,
  });
}

/** A policy that allows calling a function, with further statements. */
export const invocationPolicy = lift("invocationPolicy", (arn: string, more: readonly Statement[]) =>
  policyDocument([invoke(arn), ...more]),
);

const grants = (scope: AliyunScope, fn: ResolvedFunction): Symbolic<Grant>[] =>
  fn.permissions.map(({ name, kind, access }) => {
    const key = scope.app.resources.get(name)?.encryptionKey;
    const arn = policyArn(scope, name);
    return {
      kind,
      access,
      arn,
      indexes: indexArns(scope, name, arn),
      key: key === undefined ? undefined : keyArn(scope, key),
    };
  });

/** ARNs of a table's indexes: tables beside it. */
function indexArns(scope: AliyunScope, name: string, arn: Symbolic<string>): Symbolic<readonly string[]> {
  const resource = scope.app.resources.get(name);
  return resource?.kind === "table" ? arnsOfIndexes(arn, tableTraits(resource)) : [];
}

const arnsOfIndexes = lift("arnsOfIndexes", (arn: string, traits: TableTraits): readonly string[] => {
  const { indexes = {} } = tableStructure(traits, nameInArn(arn));
  return Object.values(indexes).map(({ index }) => besideTable(arn, index));
});

const besideTable = (arn: string, table: string): string => `${arn.slice(0, arn.lastIndexOf("/") + 1)}${table}`;

/** Logstores that the function's stream and log triggers tell it to fetch from. */
const pulls = (scope: AliyunScope, fn: ResolvedFunction): Symbolic<string>[] =>
  fn.triggers.flatMap((trigger) => {
    if (trigger.kind === "stream") return [policyArn(scope, trigger.spec.stream)];
    return trigger.kind === "log" ? [watchedStore(scope, trigger)] : [];
  });

/** ARN of the logstore that a log trigger follows, known before the function that writes it exists. */
export function watchedStore(scope: AliyunScope, { spec }: ResolvedTrigger<"log">): Symbolic<string> {
  if (spec.existing === undefined) return ownLogStore(scope, spec.function ?? "");
  return arnOfExistingStore(scope.value(spec.existing), scope.context.place);
}

/** An existing logstore is given by its ARN or as `<project>/<logstore>`. */
const arnOfExistingStore = lift("arnOfExistingStore", (given: string, place: Place) => {
  const [project = "", store = ""] = given.split("/");
  return isArn(given) ? given : arns.logStore(place, project, store);
});

/** ARN of the logstore of a function of this app. */
export const ownLogStore = (scope: AliyunScope, name: string): Symbolic<string> =>
  arnOf.logStore(scope.context.place, projectName(scope), logStoreName(name));

/** Tables in which the shim of a table trigger keeps what rows were like before a change. */
const images = (scope: AliyunScope, fn: ResolvedFunction): Symbolic<string>[] =>
  fn.triggers.flatMap((trigger) => {
    const table = trigger.kind === "table" ? scope.app.resources.get(trigger.spec.table) : undefined;
    // An adopted table has none beside it.
    if (table?.kind !== "table" || table.spec.existing !== undefined) return [];
    return [arnOfImages(policyArn(scope, table.name))];
  });

const arnOfImages = lift("arnOfImages", (arn: string) => besideTable(arn, imagesName(nameInArn(arn))));

const destinations = (scope: AliyunScope, fn: ResolvedFunction): Symbolic<Destination>[] =>
  destinationNames(fn, scope.app.resources).map((name) => ({ kind: kindOf(scope, name), arn: policyArn(scope, name) }));

const ownStatement = lift("nativeStatement", nativeStatement);

const statements = (scope: AliyunScope, fn: ResolvedFunction): Symbolic<Statement>[] =>
  statementsOf(fn).map((statement) => ownStatement(statement, scope.values(statement.resources)));

const policyOf = lift("rolePolicy", (needs: RoleNeeds) => policyDocument(roleStatements(needs)));

/** The policy of a function's role, as text. */
export const rolePolicy = (scope: AliyunScope, fn: ResolvedFunction): Symbolic<string> =>
  policyOf({
    place: scope.context.place,
    logStore: ownLogStore(scope, fn.name),
    grants: grants(scope, fn),
    pulls: pulls(scope, fn),
    images: images(scope, fn),
    destinations: destinations(scope, fn),
    ...(fn.vpc && {
      network: { vswitches: scope.values(fn.vpc.subnets), securityGroups: scope.values(fn.vpc.securityGroups) },
    }),
    ...(fn.image && { image: scope.value(fn.image.uri) }),
    statements: statements(scope, fn),
  });
