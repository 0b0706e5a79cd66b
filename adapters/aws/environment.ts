import { InternalError } from "../../model/errors.ts";
import type { ResolvedFunction, ResolvedResource } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { Symbolic } from "../graph/expression.ts";
import { ref } from "../graph/node.ts";
import { environmentOf } from "../shared/environment.ts";
import { functionNamed, resourceNamed } from "../shared/references.ts";
import type { SourceNames } from "../shared/trigger-sources.ts";
import type { AwsScope } from "./context.ts";
import { aliasName, functionName, triggerName } from "./names.ts";
import { isType } from "./resource-types.ts";
import type { Bindings } from "./runtime/bindings.ts";
import { tableStructure } from "./table-binding.ts";

/** The binding of a client, per kind. For a secret it says where the value is stored, never the value. */
const bindings: {
  readonly [K in ResourceKind]: (scope: AwsScope, resource: ResolvedResource<K>) => Symbolic<Bindings[K]>;
} = {
  bucket: (scope, { name }) => ({ bucket: scope.resource(name).name }),
  queue: (scope, { name, spec }) => ({
    url: urlOf(scope, name),
    ...(spec.deduplicate && { deduplicate: true as const }),
  }),
  topic: (scope, { name }) => ({ topic: scope.resource(name).id }),
  stream: (scope, { name }) => ({ stream: scope.resource(name).name }),
  table: (scope, resource) => ({ table: scope.resource(resource.name).name, ...tableStructure(resource) }),
  bus: (scope, { name }) => ({ bus: scope.resource(name).name }),
  secret: (scope, { name, spec }) => ({
    secret: spec.existing === undefined ? scope.resource(name).name : scope.value(spec.existing),
  }),
  key: () => ({}),
  api: (scope, { name }) => ({ url: urlOf(scope, name) }),
};

function urlOf(scope: AwsScope, name: string): Symbolic<string> {
  const { url } = scope.resource(name);
  if (!url) throw new InternalError(`"${name}" has no address`);
  return url;
}

/** TypeScript cannot relate a resource's kind to the entry of that kind: only this function casts. */
const bindingOfResource = <K extends ResourceKind>(scope: AwsScope, resource: ResolvedResource<K>): Symbolic<object> =>
  (bindings[resource.kind as K] as (scope: AwsScope, resource: ResolvedResource<K>) => Symbolic<object>)(
    scope,
    resource,
  );

function bindingOf(scope: AwsScope, name: string): Symbolic<object> {
  if (!scope.app.functions.has(name)) return bindingOfResource(scope, resourceNamed(scope, name));
  const qualifier = aliasName(functionNamed(scope, name));
  return {
    function: functionName(scope.deployment, name),
    ...(qualifier && { qualifier }),
  } satisfies Bindings["function"];
}

/** The source that an event names, per kind. Events of a bus carry their trigger's name: see `triggers/bus.ts`. */
const SOURCES: SourceNames<AwsScope> = {
  queue: (scope, { spec }) => scope.resource(spec.queue).id,
  topic: (scope, { spec }) => scope.resource(spec.topic).id,
  bucket: (scope, { spec }) => scope.resource(spec.bucket).name,
  stream: (scope, { spec }) => scope.resource(spec.stream).id,
  table: (scope, { spec }) => scope.resource(spec.table).id,
  log: (scope, trigger) => triggerName(scope.deployment, trigger),
  http: (scope, { spec }) => apiId(scope, spec.api ?? ""),
};

function apiId(scope: AwsScope, name: string): Symbolic<string> {
  const { api } = scope.resource(name).nodes;
  if (isType(api, "aws:apigatewayv2/api:Api")) return ref(api, "id");
  if (isType(api, "aws:apigateway/restApi:RestApi")) return ref(api, "id");
  throw new InternalError(`"${name}" is not an api`);
}

/** The environment of the function: the spec's variables and those for the shim. */
export const environment = (scope: AwsScope, fn: ResolvedFunction): Record<string, Symbolic<string>> =>
  environmentOf(scope, fn, {
    names: fn.permissions.map(({ name }) => name),
    bindingOf: (name) => bindingOf(scope, name),
    sources: SOURCES,
  });
