import type { DeployedPart } from "../../adapters/operate.ts";
import type { ResolvedTrigger } from "../../model/resolve.ts";
import { triggers as kinds } from "../../model/triggers/index.ts";
import type { DeployedApp } from "./deployed-app.ts";

/** The deployed parts of a place: the same shape on every cloud. */
export interface DeployedParts {
  readonly target: string;
  readonly region?: string;
  readonly functions: readonly (Named & { readonly triggers: readonly ListedTrigger[] })[];
  readonly resources: readonly (Named & { readonly kind: string })[];
}

interface Named {
  /** Name in the spec. */
  readonly name: string;
  readonly cloudName: string;
  readonly id: string;
  readonly url?: string;
}

interface ListedTrigger {
  readonly name: string;
  readonly kind: string;
  /** Name of the resource or function that it receives from, if any. */
  readonly source?: string;
}

/** Functions and resources that are deployed, those that the spec no longer has included. */
export function deployedParts({ app, deployment, functions, resources }: DeployedApp): DeployedParts {
  const { target, region } = deployment;
  return {
    target,
    ...(region !== undefined && { region }),
    functions: Object.entries(functions).map(([name, part]) => ({
      ...named(name, part),
      triggers: (app.functions.get(name)?.triggers ?? []).map(listed),
    })),
    resources: Object.entries(resources).map(([name, part]) => ({
      ...named(name, part),
      kind: app.resources.get(name)?.kind ?? "not in the spec",
    })),
  };
}

const named = (name: string, { name: cloudName, id, url }: DeployedPart): Named => ({
  name,
  cloudName,
  id,
  ...(url !== undefined && { url }),
});

function listed({ name, kind, spec }: ResolvedTrigger): ListedTrigger {
  const { source }: { readonly source?: string } = kinds[kind];
  const found = source === undefined ? undefined : (spec as Readonly<Record<string, unknown>>)[source];
  return { name, kind, ...(typeof found === "string" && { source: found }) };
}
