import { ComponentResource, interpolate } from "@pulumi/pulumi";
import type { Artifact, Deployer, Handle, Scope, TriggerHandle } from "../../../adapters/contract.ts";
import type { ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";
import { TinyProvider, TinyResource } from "./native.ts";

interface TinyFacts {
  readonly account: string;
}
type TinyScope = Scope<TinyFacts>;

/** A resource of any kind: one component with one native resource in it. */
function createResource(scope: TinyScope, resource: ResolvedResource): Handle {
  const name = `${scope.deployment.name}-${resource.name}`;
  const component = new ComponentResource(`polyfn:tiny:${resource.kind}`, name, {}, { parent: scope.parent });
  const inputs = { name: `${scope.deployment.prefix}-${resource.name}`, account: scope.facts.account };
  const merged = scope.override(resource.spec, resource.kind, inputs);
  const node = new TinyResource(resource.kind, name, merged, { parent: component });
  return {
    name: node.name,
    id: interpolate`tiny:${resource.kind}:${node.name}`,
    url: node.address,
    component,
    nodes: { [resource.kind]: node },
  };
}

function createFunction(scope: TinyScope, fn: ResolvedFunction, artifact: Artifact | undefined): Handle {
  const name = `${scope.deployment.name}-${fn.name}`;
  const component = new ComponentResource("polyfn:tiny:Function", name, {}, { parent: scope.parent });
  const environment = Object.entries(fn.environment).map(([key, value]) => [key, scope.value(value)] as const);
  const inputs = {
    name: `${scope.deployment.prefix}-${fn.name}`,
    memory: fn.memory,
    timeout: fn.timeout,
    code: artifact?.sha256 ?? "image",
    environment: Object.fromEntries(environment),
  };
  const node = new TinyResource("Function", name, scope.override(fn, "function", inputs), { parent: component });
  return { name: node.name, id: interpolate`tiny:function:${node.name}`, component, nodes: { function: node } };
}

/** A trigger of any kind: one native resource that names its source and its function. */
function createTrigger(scope: TinyScope, trigger: ResolvedTrigger): TriggerHandle {
  const fn = scope.function(trigger.function);
  const node = new TinyResource(
    `${trigger.kind}Trigger`,
    `${scope.deployment.name}-${trigger.function}-${trigger.name}`,
    { function: fn.id, settings: { ...trigger.spec } },
    { parent: fn.component },
  );
  return { url: node.address, nodes: { trigger: node } };
}

const deployer: Deployer<TinyFacts> = {
  open: ({ name, region, settings }, { parent, provider }) => ({
    provider: provider ?? new TinyProvider(name, { region }, { parent }),
    facts: { account: typeof settings.account === "string" ? settings.account : "nobody" },
  }),
  resources: {
    bucket: createResource,
    queue: createResource,
    topic: createResource,
    stream: createResource,
    table: createResource,
    bus: createResource,
    secret: createResource,
    key: createResource,
    api: createResource,
  },
  function: createFunction,
  triggers: {
    http: createTrigger,
    webhook: createTrigger,
    schedule: createTrigger,
    queue: createTrigger,
    topic: createTrigger,
    bucket: createTrigger,
    stream: createTrigger,
    table: createTrigger,
    bus: createTrigger,
    log: createTrigger,
  },
  attach: {},
  imagined: {
    resource: ({ name }) => ({ id: name, outputs: { address: `https://${name}.tiny.example` } }),
    lookup: () => ({}),
  },
};

export default deployer;
