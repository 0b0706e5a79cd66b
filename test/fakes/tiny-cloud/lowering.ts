import type { Entrypoint } from "../../../adapters/contract.ts";
import { packageOf, text } from "../../../adapters/graph/expression.ts";
import { functionGroup, resourceGroup, triggerGroup } from "../../../adapters/graph/group.ts";
import type { Lowering, LoweringScope, PartHandle, TriggerHandle } from "../../../adapters/graph/lowering.ts";
import { ref } from "../../../adapters/graph/node.ts";
import type { ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";
import { resourceTypes, type TinyTypes } from "./resource-types.ts";

interface TinyContext {
  readonly account: string;
}
type TinyScope = LoweringScope<TinyContext>;

/** A resource of any kind: one component with one native resource in it. */
function lowerResource(scope: TinyScope, resource: ResolvedResource): PartHandle {
  const { component, group } = resourceGroup<TinyTypes>(scope, resource, `polyfn:tiny:${resource.kind}`);
  const node = group.add("tiny:index:Resource", resource.kind, {
    name: `${scope.deployment.prefix}-${resource.name}`,
    account: scope.context.account,
  });
  return {
    name: ref(node, "name"),
    id: text`tiny:${resource.kind}:${ref(node, "name")}`,
    url: ref(node, "address"),
    component,
    nodes: group.nodes,
  };
}

function lowerFunction(scope: TinyScope, fn: ResolvedFunction, entrypoint: Entrypoint | undefined): PartHandle {
  const { component, group } = functionGroup<TinyTypes>(scope, fn, "polyfn:tiny:Function");
  const environment = Object.entries(fn.environment).map(([key, value]) => [key, scope.value(value)] as const);
  const node = group.add("tiny:index:Function", "function", {
    name: `${scope.deployment.prefix}-${fn.name}`,
    memory: fn.memory,
    timeout: fn.timeout,
    code: entrypoint ? packageOf(fn.name, "sha256") : "image",
    environment: Object.fromEntries(environment),
  });
  return { name: ref(node, "name"), id: text`tiny:function:${ref(node, "name")}`, component, nodes: group.nodes };
}

/** A trigger of any kind: one native resource that names its source and its function. */
function lowerTrigger(scope: TinyScope, trigger: ResolvedTrigger): TriggerHandle {
  const group = triggerGroup<TinyTypes>(scope, trigger, "trigger");
  const node = group.add("tiny:index:Trigger", "trigger", {
    function: scope.function(trigger.function).id,
    settings: JSON.stringify(trigger.spec),
  });
  return { url: ref(node, "address"), nodes: group.nodes };
}

/** Every kind has an answer, and here it is always the same. */
export const lowering: Lowering<TinyContext> = {
  types: resourceTypes,
  planValues: () => ({
    resource: ({ name }) => ({ id: name, outputs: { address: `https://${name}.tiny.example` } }),
    lookup: () => ({}),
  }),
  provider: ({ name, region }) => ({ package: "tiny", name, inputs: { region }, replaceable: true }),
  context: ({ settings }) => ({ account: typeof settings.account === "string" ? settings.account : "nobody" }),
  resources: {
    bucket: lowerResource,
    queue: lowerResource,
    topic: lowerResource,
    stream: lowerResource,
    table: lowerResource,
    bus: lowerResource,
    secret: lowerResource,
    key: lowerResource,
    api: lowerResource,
  },
  function: lowerFunction,
  triggers: {
    http: lowerTrigger,
    webhook: lowerTrigger,
    schedule: lowerTrigger,
    queue: lowerTrigger,
    topic: lowerTrigger,
    bucket: lowerTrigger,
    stream: lowerTrigger,
    table: lowerTrigger,
    bus: lowerTrigger,
    log: lowerTrigger,
  },
  attach: {},
};
