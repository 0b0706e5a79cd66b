import { Policy } from "@pulumi/alicloud/ram/policy.js";
import { Role } from "@pulumi/alicloud/ram/role.js";
import { RolePolicyAttachment } from "@pulumi/alicloud/ram/rolePolicyAttachment.js";
import { all, type Input, type Output, output, type Resource } from "@pulumi/pulumi";
import type { ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { Group } from "../shared/program/component.ts";
import { functionNamed, kindOf } from "../shared/program/references.ts";
import { nativeStatement, type Statement } from "../shared/statements.ts";
import { arns, isArn, nameInArn, type Place } from "./arns.ts";
import type { AliyunScope } from "./facts.ts";
import { functionName, imagesName, logProjectName, logStoreName, roleName } from "./names.ts";
import { destinationNames, tableFacts } from "./needs.ts";
import {
  type Destination,
  type Grant,
  invoke,
  type Principal,
  policyDocument,
  roleStatements,
  trust,
} from "./policies.ts";
import { keyArn, policyArn } from "./references.ts";
import { settled } from "./settled.ts";
import { statementsOf } from "./statements.ts";

/** A role that a service of the cloud takes on, ready when everything in `ready` exists. */
export interface ServiceRole {
  /**
   * Known once services can take on the role. RAM writes the name in an ARN in lower case, so it is asked for instead of
   * made from the name.
   */
  readonly arn: Output<string>;
  /** For `dependsOn`: RAM forgets to wait, and who uses a role without its policy is refused. */
  readonly ready: readonly Resource[];
}

interface RoleArgs {
  /** RAM's name of the role and of its policy. */
  readonly name: string;
  readonly principal: Principal;
  readonly policy: Input<string>;
  readonly tags: Readonly<Record<string, string>>;
  /** Put before the names of the three children. */
  readonly child?: string;
}

/** A role for a service that this deployment tells to take it on. */
export function createRole(scope: AliyunScope, group: Group, args: RoleArgs): ServiceRole {
  const { role, attachment } = addRole(group, args);
  return { arn: settled(role.arn, role.createTime, scope.facts.settle), ready: [attachment] };
}

/** A role, its one policy and the link between the two: RAM has no policies inside roles. */
export function addRole(group: Group, { name, principal, policy, tags, child = "" }: RoleArgs) {
  const role = group.add(Role, `${child}role`, {
    roleName: name,
    assumeRolePolicyDocument: trust(principal),
    // What someone attached by hand would otherwise keep the role from being deleted.
    force: true,
    tags,
  });
  const document = group.add(Policy, `${child}policy`, {
    policyName: name,
    policyDocument: policy,
    // RAM keeps five versions of a policy and refuses a sixth.
    rotateStrategy: "DeleteOldestNonDefaultVersionWhenLimitExceeded",
    force: true,
    tags,
  });
  const attachment = group.add(RolePolicyAttachment, `${child}attachment`, {
    roleName: role.roleName,
    policyName: document.policyName,
    policyType: "Custom",
  });
  return { role, attachment };
}

/** What the service behind a trigger needs. */
export interface InvocationNeeds {
  /** Who takes on the role, for example "oss.aliyuncs.com". */
  readonly service: string;
  /** ARN of the account through which it does so, where its host alone is not enough. */
  readonly account?: string;
  /** What the trigger's native resources are named after, if not after the trigger; see `triggers/target.ts`. */
  readonly link?: string | undefined;
  /** What it may do beside calling the function, such as reading its source. */
  readonly statements?: Input<readonly Statement[]>;
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
  group: Group,
  { service, account, link, statements = [] }: InvocationNeeds,
): ServiceRole {
  const called = functionName(scope.deployment, trigger.function);
  return createRole(scope, group, {
    name: roleName(scope.deployment, invokerName(trigger, link)),
    principal: { Service: [service], ...(account !== undefined && { RAM: [account] }) },
    policy: all([scope.facts.place, statements]).apply(([place, more]) =>
      policyDocument([invoke(arns.function(place, called)), ...more]),
    ),
    tags: functionNamed(scope, trigger.function).tags,
  });
}

function grants(scope: AliyunScope, fn: ResolvedFunction): Output<Grant>[] {
  return fn.permissions.map(({ name, kind, access }) => {
    const key = scope.app.resources.get(name)?.encryptionKey;
    return all([policyArn(scope, name), key === undefined ? undefined : keyArn(scope, key)]).apply(
      ([arn, encryptedWith]) => ({
        kind,
        access,
        arn,
        indexes: indexArns(scope, name, arn),
        key: encryptedWith,
      }),
    );
  });
}

/** ARNs of a table's indexes: tables beside it. */
function indexArns(scope: AliyunScope, name: string, arn: string): string[] {
  const resource = scope.app.resources.get(name);
  if (resource?.kind !== "table") return [];
  const { indexes = {} } = tableFacts(resource, nameInArn(arn));
  return Object.values(indexes).map(({ index }) => besideTable(arn, index));
}

const besideTable = (arn: string, table: string): string => `${arn.slice(0, arn.lastIndexOf("/") + 1)}${table}`;

/** Logstores that the function's stream and log triggers tell it to fetch from. */
function pulls(scope: AliyunScope, fn: ResolvedFunction): Output<string>[] {
  return fn.triggers.flatMap((trigger) => {
    if (trigger.kind === "stream") return [policyArn(scope, trigger.spec.stream)];
    return trigger.kind === "log" ? [watchedStore(scope, trigger)] : [];
  });
}

/** ARN of the logstore that a log trigger follows, known before the function that writes it exists. */
export function watchedStore(scope: AliyunScope, { spec }: ResolvedTrigger<"log">): Output<string> {
  const given = spec.existing === undefined ? output(undefined) : scope.value(spec.existing);
  return all([scope.facts.place, given]).apply(([place, text]) => {
    if (text === undefined) return ownLogStore(scope, place, spec.function ?? "");
    const [project = "", store = ""] = text.split("/");
    return isArn(text) ? text : arns.logStore(place, project, store);
  });
}

/** ARN of the logstore of a function of this app. */
const ownLogStore = (scope: AliyunScope, place: Place, name: string): string =>
  arns.logStore(place, logProjectName(scope.deployment, place), logStoreName(name));

/** Tables in which the shim of a table trigger keeps what rows were like before a change. */
function images(scope: AliyunScope, fn: ResolvedFunction): Output<string>[] {
  return fn.triggers.flatMap((trigger) => {
    const table = trigger.kind === "table" ? scope.app.resources.get(trigger.spec.table) : undefined;
    // An adopted table has none beside it.
    if (table?.kind !== "table" || table.spec.existing !== undefined) return [];
    return [policyArn(scope, table.name).apply((arn) => besideTable(arn, imagesName(nameInArn(arn))))];
  });
}

const destinations = (scope: AliyunScope, fn: ResolvedFunction): Output<Destination>[] =>
  destinationNames(fn, scope.app.resources).map((name) =>
    policyArn(scope, name).apply((arn) => ({ kind: kindOf(scope, name), arn })),
  );

const statements = (scope: AliyunScope, fn: ResolvedFunction): Output<Statement>[] =>
  statementsOf(fn).map((statement) =>
    scope.values(statement.resources).apply((resources) => nativeStatement(statement, resources)),
  );

/** The policy of a function's role, as text. */
export function rolePolicy(scope: AliyunScope, fn: ResolvedFunction): Output<string> {
  const network = fn.vpc && {
    vswitches: scope.values(fn.vpc.subnets),
    securityGroups: scope.values(fn.vpc.securityGroups),
  };
  return all([
    scope.facts.place,
    all(grants(scope, fn)),
    all(pulls(scope, fn)),
    all(images(scope, fn)),
    all(destinations(scope, fn)),
    output(network),
    fn.image && scope.value(fn.image.uri),
    all(statements(scope, fn)),
  ]).apply(([place, granted, pulled, kept, reached, inside, image, own]) =>
    policyDocument(
      roleStatements({
        place,
        logStore: ownLogStore(scope, place, fn.name),
        grants: granted,
        pulls: pulled,
        images: kept,
        destinations: reached,
        ...(inside && { network: inside }),
        image,
        statements: own,
      }),
    ),
  );
}
