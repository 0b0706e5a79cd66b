import type { ProviderResource, Resource } from "@pulumi/pulumi";
import type { Adapter, Artifact, Deployment } from "../adapters/contract.ts";
import type { Lowering } from "../adapters/graph/lowering.ts";
import type { Configuration } from "./configuration.ts";
import { Deployed } from "./deployed.ts";
import type { Lowered } from "./graph/lower.ts";
import { answersFor } from "./graph/lookups.ts";
import { packagesIn } from "./graph/planned.ts";
import { type Classes, loadClasses, register, tokensOf } from "./graph/register.ts";
import { withoutPositions } from "./registration.ts";

export interface DeployRequest {
  readonly graph: Lowered;
  readonly adapter: Pick<Adapter, "lowering">;
  readonly deployment: Deployment;
  /** The App component. */
  readonly parent: Resource;
  /** The user's own provider; without it the target makes one. */
  readonly provider?: ProviderResource | undefined;
  /** Packages by function name. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  readonly configuration: Configuration;
  /** Called with the provider before anything that needs it is registered. */
  readonly opened?: (provider: ProviderResource) => void;
}

/** Registers every node of an app's graph. */
export async function deploy(request: DeployRequest): Promise<Deployed> {
  const { graph, adapter, deployment } = request;
  const provider = adapter.lowering.provider(deployment);
  const classes = await loadClasses(adapter.lowering.types, [
    `pulumi:providers:${provider.package}`,
    ...tokensOf(graph),
  ]);
  const opened = withoutPositions(() => providerOf(provider, classes, request));
  request.opened?.(opened);
  const answers = await answersFor(graph, opened);
  const packages = packagesIn(request.artifacts);
  return withoutPositions(
    () => new Deployed(graph, register(graph, { ...request, packages, answers, classes, provider: opened })),
  );
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
