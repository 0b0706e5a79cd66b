import type { ResolvedFunction } from "../../model/resolve.ts";
import { lift, type Symbolic } from "../graph/expression.ts";
import { kindOf } from "../shared/references.ts";
import { nativeStatement, type Statement } from "../shared/statements.ts";
import type { AwsScope } from "./context.ts";
import { logGroupName } from "./names.ts";
import { type Destination, type Grant, type Poll, policyDocument, type RoleNeeds, roleStatements } from "./policies.ts";
import { keyArnOf, policyArn } from "./references.ts";
import { statementsOf } from "./statements.ts";

const grants = (scope: AwsScope, fn: ResolvedFunction): Symbolic<Grant>[] =>
  fn.permissions.map(({ name, kind, access }) => {
    const resource = scope.app.resources.get(name);
    const indexes = resource?.kind === "table" && Object.keys(resource.spec.indexes).length > 0;
    return { kind, access, arn: policyArn(scope, name), indexes, key: keyArnOf(scope, name) };
  });

const polls = (scope: AwsScope, fn: ResolvedFunction): Symbolic<Poll>[] =>
  fn.triggers.flatMap(({ kind, spec }) => {
    const source = kind === "queue" ? spec.queue : kind === "stream" ? spec.stream : kind === "table" ? spec.table : "";
    if (kind !== "queue" && kind !== "stream" && kind !== "table") return [];
    return [{ kind, arn: policyArn(scope, source), key: keyArnOf(scope, source) }];
  });

function destinations(scope: AwsScope, fn: ResolvedFunction): Symbolic<Destination>[] {
  const given = fn.triggers.map(({ kind, spec }) =>
    kind === "stream" || kind === "table" ? spec.onFailure : undefined,
  );
  const names = [fn.async.onSuccess, fn.async.onFailure, ...given].filter((name) => name !== undefined);
  return names.map((name) => ({
    kind: kindOf(scope, name),
    arn: policyArn(scope, name),
    key: keyArnOf(scope, name),
  }));
}

const ownStatement = lift("nativeStatement", nativeStatement);

const statements = (scope: AwsScope, fn: ResolvedFunction): Symbolic<Statement>[] =>
  statementsOf(fn, scope.deployment.target).map((statement) =>
    ownStatement(statement, scope.values(statement.resources)),
  );

const policyOf = lift("rolePolicy", (needs: RoleNeeds) => policyDocument(roleStatements(needs)));

/** The inline policy of a function's role, as text. */
export const rolePolicy = (scope: AwsScope, fn: ResolvedFunction): Symbolic<string> =>
  policyOf({
    place: scope.context.place,
    logGroup: logGroupName(scope.deployment, fn.name),
    grants: grants(scope, fn),
    polls: polls(scope, fn),
    destinations: destinations(scope, fn),
    ...(fn.vpc && {
      network: { subnets: scope.values(fn.vpc.subnets), securityGroups: scope.values(fn.vpc.securityGroups) },
    }),
    ...(fn.fileSystem && { accessPoint: scope.value(fn.fileSystem.id) }),
    tracing: fn.tracing,
    statements: statements(scope, fn),
    ...(scope.context.variant.actions && { actions: scope.context.variant.actions }),
  });
