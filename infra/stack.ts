import type { ProviderResource, Resource } from "@pulumi/pulumi";
import type { Adapter, Artifact, Deployer, Deployment, Handle, TriggerHandle } from "../adapters/contract.ts";
import type { ResolvedApp, ResolvedResource, ResolvedTrigger } from "../model/resolve.ts";
import type { ResourceKind } from "../model/resources/index.ts";
import type { TriggerKind } from "../model/triggers/index.ts";
import type { Configuration } from "./configuration.ts";
import { StackScope } from "./scope.ts";

export interface StackRequest {
  readonly app: ResolvedApp;
  readonly adapter: Adapter;
  readonly deployment: Deployment;
  /** The App component. */
  readonly parent: Resource;
  /** The user's own provider; without it the adapter makes one. */
  readonly provider?: ProviderResource | undefined;
  /** Packages by function name. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  readonly configuration: Configuration;
  /** Called with the provider before anything that needs it is created. */
  readonly opened?: (provider: ProviderResource) => void;
}

/** Everything that was created, by the names of the spec. */
export type Deployed = StackScope<unknown>;

/** Walks the app in the order of the contract and lets the adapter create everything. */
export function deploy(deployer: Deployer, request: StackRequest): Deployed {
  const { app, deployment, parent, provider } = request;
  const { provider: opened, facts } = deployer.open(deployment, { parent, ...(provider && { provider }) });
  request.opened?.(opened);
  const scope = new StackScope({ ...request, facts });
  for (const resource of app.resources.values()) {
    scope.resources.set(resource.name, createResource(deployer, scope, resource));
  }
  for (const fn of app.functions.values()) {
    scope.functions.set(fn.name, deployer.function(scope, fn, request.artifacts.get(fn.name)));
  }
  for (const fn of app.functions.values()) {
    const handles = new Map<string, TriggerHandle>();
    scope.triggers.set(fn.name, handles);
    for (const trigger of fn.triggers) handles.set(trigger.name, createTrigger(deployer, scope, trigger));
  }
  for (const resource of app.resources.values()) attach(deployer, scope, resource);
  scope.checkOverrides();
  scope.complete();
  return scope;
}

// The compiler can't see that a member of a union and its entry in a total map belong together; these three can.

type Create<K extends ResourceKind> = (scope: Deployed, resource: ResolvedResource<K>) => Handle;

function createResource<K extends ResourceKind>(deployer: Deployer, scope: Deployed, resource: ResolvedResource<K>) {
  return (deployer.resources[resource.kind] as Create<K>)(scope, resource);
}

function createTrigger<K extends TriggerKind>(deployer: Deployer, scope: Deployed, trigger: ResolvedTrigger<K>) {
  const create = deployer.triggers[trigger.kind] as (scope: Deployed, trigger: ResolvedTrigger<K>) => TriggerHandle;
  return create(scope, trigger);
}

function attach<K extends ResourceKind>(deployer: Deployer, scope: Deployed, resource: ResolvedResource<K>): void {
  (deployer.attach[resource.kind] as ((scope: Deployed, resource: ResolvedResource<K>) => void) | undefined)?.(
    scope,
    resource,
  );
}
