import type { ProviderResource, Resource } from "@pulumi/pulumi";
import type { Adapter, Artifact, Deployment } from "../adapters/contract.ts";
import type { Lowering } from "../adapters/graph/lowering.ts";
import { SpecError } from "../model/errors.ts";
import type { ResolvedApp } from "../model/resolve.ts";
import type { Configuration } from "./configuration.ts";
import { Deployed } from "./deployed.ts";
import { lower } from "./graph/lower.ts";
import { type Classes, loadClasses, register, tokensOf } from "./graph/register.ts";
import { withoutPositions } from "./registration.ts";

export interface DeployRequest {
  readonly app: ResolvedApp;
  readonly adapter: Pick<Adapter, "lowering" | "overrides">;
  readonly deployment: Deployment;
  /** The App component. */
  readonly parent: Resource;
  /** The user's own provider; without it the target makes one. */
  readonly provider?: ProviderResource | undefined;
  /** Packages by function name. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  readonly configuration: Configuration;
  /** What paths in the report of problems are relative to. */
  readonly origin?: string | undefined;
  /** Called with the provider before anything that needs it is registered. */
  readonly opened?: (provider: ProviderResource) => void;
}

/**
 * Lowers an app and registers every node of its graph.
 * @throws SpecError for overrides of children that there are not, before anything is registered.
 */
export async function deploy(request: DeployRequest): Promise<Deployed> {
  const { adapter, deployment, origin } = request;
  const graph = lower(adapter.lowering, { ...request, overrides: adapter.overrides });
  if (graph.problems.length > 0) throw new SpecError(graph.problems, origin);
  const provider = adapter.lowering.provider(deployment);
  const classes = await loadClasses(adapter.lowering.types, [
    `pulumi:providers:${provider.package}`,
    ...tokensOf(graph),
  ]);
  return withoutPositions(() => {
    const opened = providerOf(provider, classes, request);
    request.opened?.(opened);
    return new Deployed(graph, register(graph, { ...request, classes, provider: opened }));
  });
}

/** The user's own provider where the target allows it, else the target's. */
function providerOf(
  { package: name, replaceable, ...own }: ReturnType<Lowering["provider"]>,
  classes: Classes,
  { parent, provider }: DeployRequest,
): ProviderResource {
  if (provider !== undefined && replaceable) return provider;
  const Provider = classes.get(`pulumi:providers:${name}`) as unknown as new (
    name: string,
    inputs: object,
    options: object,
  ) => ProviderResource;
  return new Provider(own.name, own.inputs, { parent });
}
