import type { ResolvedFunction, ResolvedResource } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { lift, type Symbolic } from "../graph/expression.ts";
import { environmentOf } from "../shared/environment.ts";
import { functionNamed, resourceNamed } from "../shared/references.ts";
import type { SourceNames } from "../shared/trigger-sources.ts";
import { arnParts, nameInArn, partOfArn } from "./arns.ts";
import type { AliyunScope } from "./context.ts";
import { aliasName, functionName } from "./names.ts";
import type { Bindings } from "./runtime/bindings.ts";
import { boundNames } from "./shim-dependencies.ts";
import { type TableTraits, tableStructure, tableTraits } from "./table-binding.ts";

/** The binding of a client, per kind. It is read from the resource's ARN, because adopted ones may be elsewhere. */
const bindings: {
  readonly [K in ResourceKind]: (
    scope: AliyunScope,
    resource: ResolvedResource<K>,
    arn: Symbolic<string>,
  ) => Symbolic<Bindings[K]>;
} = {
  bucket: (_, __, arn) => ({ bucket: arnParts.name(arn) }),
  queue: (_, { spec }, arn) => ({ queue: arnParts.name(arn), ...(spec.fifo && { fifo: true as const }) }),
  topic: (_, __, arn) => ({ topic: arnParts.name(arn) }),
  stream: (_, __, arn) => ({ project: arnParts.part(arn, "project"), logstore: arnParts.name(arn) }),
  table: (_, resource, arn) => tableBinding(arn, tableTraits(resource)),
  bus: (_, __, arn) => ({ bus: arnParts.name(arn) }),
  secret: (_, __, arn) => secretBinding(arn),
  key: () => ({}),
  api: () => ({}),
};

const tableBinding = lift("tableBinding", (arn: string, traits: TableTraits): Bindings["table"] => {
  const table = nameInArn(arn);
  return { instance: partOfArn(arn, "instance") ?? "", table, ...tableStructure(traits, table) };
});

const secretBinding = lift("secretBinding", (arn: string): Bindings["secret"] => ({
  secret: nameInArn(arn),
  store: arn.startsWith("acs:kms:") ? "kms" : "oos",
}));

/** TypeScript cannot relate a resource's kind to the entry of that kind: only this function casts. */
const bindingOfResource = <K extends ResourceKind>(
  scope: AliyunScope,
  resource: ResolvedResource<K>,
): Symbolic<object> =>
  (bindings[resource.kind as K] as (...of: [AliyunScope, ResolvedResource<K>, Symbolic<string>]) => Symbolic<object>)(
    scope,
    resource,
    scope.resource(resource.name).id,
  );

function bindingOf(scope: AliyunScope, name: string): Symbolic<object> {
  if (!scope.app.functions.has(name)) return bindingOfResource(scope, resourceNamed(scope, name));
  const qualifier = aliasName(functionNamed(scope, name));
  return {
    function: functionName(scope.deployment, name),
    ...(qualifier && { qualifier }),
  } satisfies Bindings["function"];
}

const hostOf = lift("host", (url: string) => new URL(url).hostname);

/** The source that an event names, per kind. Events of timers and logstores name their trigger. */
const SOURCES: SourceNames<AliyunScope> = {
  queue: (scope, { spec }) => arnParts.name(scope.resource(spec.queue).id),
  topic: (scope, { spec }) => arnParts.name(scope.resource(spec.topic).id),
  bucket: (scope, { spec }) => arnParts.name(scope.resource(spec.bucket).id),
  bus: (scope, { spec }) => arnParts.name(scope.resource(spec.bus).id),
  http: (scope, { spec }) => {
    const { url } = scope.resource(spec.api ?? "");
    return url && hostOf(url);
  },
};

/** The environment of the function: the spec's variables and those for the shim. */
export const environment = (scope: AliyunScope, fn: ResolvedFunction): Record<string, Symbolic<string>> =>
  environmentOf(scope, fn, {
    names: boundNames(fn, scope.app.resources),
    bindingOf: (name) => bindingOf(scope, name),
    sources: SOURCES,
  });
