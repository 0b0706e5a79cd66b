import { all, type Output, output } from "@pulumi/pulumi";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { kindOf } from "../shared/program/references.ts";
import { nativeStatement, type Statement } from "../shared/statements.ts";
import type { AwsScope } from "./facts.ts";
import { logGroupName } from "./names.ts";
import { type Destination, type Grant, type Poll, policyDocument, roleStatements } from "./policies.ts";
import { keyArnOf, policyArn } from "./references.ts";
import { statementsOf } from "./statements.ts";

function grants(scope: AwsScope, fn: ResolvedFunction): Output<Grant>[] {
  return fn.permissions.map(({ name, kind, access }) => {
    const resource = scope.app.resources.get(name);
    const indexes = resource?.kind === "table" && Object.keys(resource.spec.indexes).length > 0;
    return all([policyArn(scope, name), keyArnOf(scope, name)]).apply(([arn, key]) => ({
      kind,
      access,
      arn,
      indexes,
      key,
    }));
  });
}

function polls(scope: AwsScope, fn: ResolvedFunction): Output<Poll>[] {
  return fn.triggers.flatMap(({ kind, spec }) => {
    const source = kind === "queue" ? spec.queue : kind === "stream" ? spec.stream : kind === "table" ? spec.table : "";
    if (kind !== "queue" && kind !== "stream" && kind !== "table") return [];
    return [all([policyArn(scope, source), keyArnOf(scope, source)]).apply(([arn, key]): Poll => ({ kind, arn, key }))];
  });
}

function destinations(scope: AwsScope, fn: ResolvedFunction): Output<Destination>[] {
  const given = fn.triggers.map(({ kind, spec }) =>
    kind === "stream" || kind === "table" ? spec.onFailure : undefined,
  );
  const names = [fn.async.onSuccess, fn.async.onFailure, ...given].filter((name) => name !== undefined);
  return names.map((name) =>
    all([policyArn(scope, name), keyArnOf(scope, name)]).apply(([arn, key]) => ({
      kind: kindOf(scope, name),
      arn,
      key,
    })),
  );
}

const statements = (scope: AwsScope, fn: ResolvedFunction): Output<Statement>[] =>
  statementsOf(fn, scope.deployment.target).map((statement) =>
    scope.values(statement.resources).apply((resources) => nativeStatement(statement, resources)),
  );

/** The inline policy of a function's role, as text. */
export function rolePolicy(scope: AwsScope, fn: ResolvedFunction): Output<string> {
  const { deployment, facts } = scope;
  const network = fn.vpc && {
    subnets: scope.values(fn.vpc.subnets),
    securityGroups: scope.values(fn.vpc.securityGroups),
  };
  return all([
    facts.place,
    all(grants(scope, fn)),
    all(polls(scope, fn)),
    all(destinations(scope, fn)),
    output(network),
    output(fn.fileSystem && scope.value(fn.fileSystem.id)),
    all(statements(scope, fn)),
  ]).apply(([place, granted, polled, reached, subnets, accessPoint, own]) =>
    policyDocument(
      roleStatements({
        place,
        logGroup: logGroupName(deployment, fn.name),
        grants: granted,
        polls: polled,
        destinations: reached,
        network: subnets,
        accessPoint,
        tracing: fn.tracing,
        statements: own,
      }),
    ),
  );
}
