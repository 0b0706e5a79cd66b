import type { Input, Output } from "@pulumi/pulumi";
import type { ResolvedFunction, ResolvedResource } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { environmentOf } from "../shared/program/environment.ts";
import { functionNamed, resourceNamed } from "../shared/program/references.ts";
import { nameInArn, partOfArn } from "./arns.ts";
import type { AliyunScope } from "./facts.ts";
import { aliasName, functionName } from "./names.ts";
import { neededNames, tableFacts } from "./needs.ts";
import type { Facts } from "./runtime/facts.ts";

/** Where everything is that a client must know stands in its resource's ARN: adopted ones may lie elsewhere. */
const clientFacts: {
  readonly [K in ResourceKind]: (
    scope: AliyunScope,
    resource: ResolvedResource<K>,
    id: Output<string>,
  ) => Input<Facts[K]>;
} = {
  bucket: (_, __, id) => id.apply((arn) => ({ bucket: nameInArn(arn) })),
  queue: (_, { spec }, id) => id.apply((arn) => ({ queue: nameInArn(arn), ...(spec.fifo && { fifo: true as const }) })),
  topic: (_, __, id) => id.apply((arn) => ({ topic: nameInArn(arn) })),
  stream: (_, __, id) => id.apply((arn) => ({ project: partOfArn(arn, "project") ?? "", logstore: nameInArn(arn) })),
  table: (_, resource, id) =>
    id.apply((arn) => {
      const table = nameInArn(arn);
      return { instance: partOfArn(arn, "instance") ?? "", table, ...tableFacts(resource, table) };
    }),
  bus: (_, __, id) => id.apply((arn) => ({ bus: nameInArn(arn) })),
  secret: (_, __, id) =>
    id.apply((arn): Facts["secret"] => ({
      secret: nameInArn(arn),
      store: arn.startsWith("acs:kms:") ? "kms" : "oos",
    })),
  key: () => ({}),
  api: (scope, { name }) => {
    const { url } = scope.resource(name);
    return url === undefined ? {} : url.apply((text) => ({ url: text }));
  },
};

/** The compiler can't follow that a resource's kind picks the function for its kind; this is the one place that says so. */
function factsOf<K extends ResourceKind>(scope: AliyunScope, resource: ResolvedResource<K>): Input<object> {
  const { id } = scope.resource(resource.name);
  return (
    clientFacts[resource.kind as K] as (...of: [AliyunScope, ResolvedResource<K>, Output<string>]) => Input<object>
  )(scope, resource, id);
}

function factsOfName(scope: AliyunScope, name: string): Input<object> {
  if (!scope.app.functions.has(name)) return factsOf(scope, resourceNamed(scope, name));
  const qualifier = aliasName(functionNamed(scope, name));
  return {
    function: functionName(scope.deployment, name),
    ...(qualifier && { qualifier }),
  } satisfies Facts["function"];
}

/** The environment that the function runs with: the spec's own, and the facts its clients need. */
export function environment(scope: AliyunScope, fn: ResolvedFunction): Record<string, Output<string>> {
  return environmentOf(scope, fn, neededNames(fn, scope.app.resources), (name) => factsOfName(scope, name));
}
