import { type Input, jsonStringify, type Output } from "@pulumi/pulumi";
import type { ResolvedFunction, ResolvedResource } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { nameInArn, partOfArn } from "./arns.ts";
import type { AliyunScope } from "./facts.ts";
import { aliasName, functionName } from "./names.ts";
import { neededNames, tableFacts } from "./needs.ts";
import { functionNamed, resourceNamed } from "./references.ts";
import type { Facts } from "./runtime/facts.ts";

/** Variable with the physical facts of everything the function may use: the clients in `runtime/clients` read it. */
export const RESOURCES_VARIABLE = "POLYFN_RESOURCES";

/** Where everything is that a client must know stands in its resource's ARN: adopted ones may lie elsewhere. */
const clientFacts: {
  readonly [K in ResourceKind]: (
    scope: AliyunScope,
    resource: ResolvedResource<K>,
    id: Output<string>,
  ) => Input<Facts[K]>;
} = {
  bucket: (_, __, id) => id.apply((arn) => ({ bucket: nameInArn(arn) })),
  queue: (_, __, id) => id.apply((arn) => ({ queue: nameInArn(arn) })),
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
  const own = Object.entries(fn.environment).map(([key, value]) => [key, scope.value(value)] as const);
  const needed = neededNames(fn, scope.app.resources).map((name) => [name, factsOfName(scope, name)] as const);
  const variables = Object.fromEntries(own);
  if (needed.length === 0) return variables;
  return { ...variables, [RESOURCES_VARIABLE]: jsonStringify(Object.fromEntries(needed)) };
}
