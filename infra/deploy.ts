import type { ProviderResource, Resource } from "@pulumi/pulumi";
import type { Adapter, Artifact, Deployment } from "../adapters/contract.ts";
import type { FurtherProvider, Lowering } from "../adapters/graph/lowering.ts";
import type { Configuration } from "./configuration.ts";
import { Deployed } from "./deployed.ts";
import { answersFor } from "./graph/lookups.ts";
import type { Lowered } from "./graph/lower.ts";
import { packagesIn } from "./graph/planned.ts";
import { type Classes, loadClasses, register, tokensOf } from "./graph/register.ts";
import { requirePackagesOf } from "./packages.ts";
import { withoutPositions } from "./registration.ts";

export interface DeployRequest {
  readonly graph: Lowered;
  readonly adapter: Pick<Adapter, "lowering" | "name" | "packages">;
  readonly deployment: Deployment;
  /** The App component. */
  readonly parent: Resource;
  /** The user's own provider; without it the target makes one. */
  readonly provider?: ProviderResource | undefined;
  /** Packages by function name. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  readonly configuration: Configuration;
  /** Called with the providers before anything that needs it is registered. */
  readonly opened?: (providers: readonly ProviderResource[]) => void;
}

/**
 * Registers every node of an app's graph.
 * @throws MissingPackageError when the provider's package is not installed.
 */
export async function deploy(request: DeployRequest): Promise<Deployed> {
  const { graph, adapter, deployment } = request;
  requirePackagesOf(adapter);
  const provider = adapter.lowering.provider(deployment);
  const further = graph.providers ?? [];
  const classes = await loadClasses(adapter.lowering.types, [
    ...[provider, ...further].map((one) => `pulumi:providers:${one.package}`),
    ...tokensOf(graph),
  ]);
  const { opened, beside } = withoutPositions(() => ({
    opened: providerOf(provider, classes, request),
    beside: further.map((one) => create(one, classes, request)),
  }));
  request.opened?.([opened, ...beside]);
  const answers = await answersFor(graph, opened);
  const packages = packagesIn(request.artifacts);
  return withoutPositions(
    () => new Deployed(graph, register(graph, { ...request, packages, answers, classes, provider: opened })),
  );
}

/** The user's own provider where the target allows it, else the target's. */
function providerOf(
  own: ReturnType<Lowering["provider"]>,
  classes: Classes,
  { parent, provider }: DeployRequest,
): ProviderResource {
  return provider !== undefined && own.replaceable ? provider : create(own, classes, { parent });
}

function create(
  { package: name, ...own }: FurtherProvider,
  classes: Classes,
  { parent }: Pick<DeployRequest, "parent">,
): ProviderResource {
  const Provider = classes.get(`pulumi:providers:${name}`) as unknown as new (
    name: string,
    inputs: object,
    options: object,
  ) => ProviderResource;
  return new Provider(own.name, own.inputs, { parent });
}
