import type { DeployedPart, Operator } from "../../adapters/operate.ts";
import { Rebuilder } from "../../infra/dev/rebuild.ts";
import type { DevPlace } from "../../infra/dev/session.ts";
import type { OfflineAddresses } from "../../offline/clouds/index.ts";
import { placesOf, planFor, type Session } from "../session.ts";

/** A place of the stack before the engine ran. */
export interface PlannedPlace {
  readonly name: string;
  readonly rebuilder: Rebuilder;
}

/** A place of the stack with its cloud. */
export interface OpenedPlace extends DevPlace {
  readonly operator?: Operator | undefined;
}

/** @throws SpecError with what is wrong with the spec in one of the stack's places. */
export async function planPlaces(session: Session): Promise<PlannedPlace[]> {
  const places = placesOf(session, undefined);
  const repeated = (target: string): boolean => places.filter((place) => place.target === target).length > 1;
  const planned: PlannedPlace[] = [];
  for (const place of places) {
    const plan = await planFor(session, place);
    const { region } = plan.deployment;
    const name = repeated(place.target) && region !== undefined ? `${place.target} in ${region}` : place.target;
    const { directory } = session.loaded;
    planned.push({ name, rebuilder: new Rebuilder({ plan, spec: session.spec, directory }) });
  }
  return planned;
}

/**
 * Opens the cloud of a place, with the functions that are deployed there.
 * @param outputs Of the stack: `functions` by their names, or these by the name of the App component.
 */
export async function openPlace(
  { name, rebuilder }: PlannedPlace,
  outputs: Readonly<Record<string, unknown>>,
  addresses: OfflineAddresses,
): Promise<OpenedPlace> {
  const { deployment, adapter } = rebuilder.plan;
  const endpoint = addresses[deployment.target];
  const operator = await adapter.operate?.open({
    settings: deployment.settings,
    ...(deployment.region !== undefined && { region: deployment.region }),
    ...(endpoint !== undefined && { endpoint }),
  });
  return { name, rebuilder, functions: functionsIn(outputs, deployment.name), operator };
}

function functionsIn(outputs: Readonly<Record<string, unknown>>, app: string): Map<string, DeployedPart> {
  const own = (outputs[app] ?? outputs) as { readonly functions?: Readonly<Record<string, DeployedPart>> };
  return new Map(Object.entries(own.functions ?? {}));
}
