import type { Operator } from "../../adapters/operate.ts";
import { Rebuilder } from "../../infra/dev/rebuild.ts";
import type { DevPlace } from "../../infra/dev/session.ts";
import { type DeployedApp, deployedApps, placeName } from "../../infra/operate/deployed-app.ts";
import { InternalError } from "../../model/errors.ts";
import { resolve } from "../../model/resolve.ts";
import type { EngineStack } from "../engine-stack.ts";
import { placesOf, planFor, type Session } from "../session.ts";

/** A place of the stack before the engine ran. */
export interface PlannedPlace {
  readonly name: string;
  readonly rebuilder: Rebuilder;
}

/** A place of the stack with its cloud. */
export interface OpenedPlace extends DevPlace {
  readonly app: DeployedApp;
  readonly operator?: Operator | undefined;
}

/**
 * The places of the stack, in their order.
 * @throws SpecError with what is wrong with the spec in one of them.
 */
export async function planPlaces(session: Session): Promise<PlannedPlace[]> {
  const places = placesOf(session, undefined);
  const repeated = (target: string): boolean => places.filter((place) => place.target === target).length > 1;
  const planned: PlannedPlace[] = [];
  for (const place of places) {
    const plan = await planFor(session, place);
    const name = repeated(place.target) ? placeName(plan.deployment) : place.target;
    const { directory } = session.loaded;
    planned.push({ name, rebuilder: new Rebuilder({ plan, spec: session.spec, directory }) });
  }
  return planned;
}

/**
 * Opens the cloud of each planned place, with the functions that are deployed there.
 * @param outputs Of the stack.
 * @throws UserError where the outputs do not say what was deployed, or a cloud cannot be opened.
 */
export async function openPlaces(
  planned: readonly PlannedPlace[],
  { stack, spec, places }: Session,
  { outputs, addresses }: { readonly outputs: Readonly<Record<string, unknown>> } & Pick<EngineStack, "addresses">,
): Promise<readonly OpenedPlace[]> {
  const apps = await deployedApps({ stack, app: resolve(spec.deployed.app), places, outputs, addresses });
  return Promise.all(
    planned.map(async ({ name, rebuilder }) => {
      const app = apps.find(({ deployment }) => deployment.name === rebuilder.plan.deployment.name);
      if (app === undefined) throw new InternalError(`${name} was planned and not deployed.`);
      const operator = app.adapter.operate && (await app.operator());
      return { name, rebuilder, app, functions: new Map(Object.entries(app.functions)), operator };
    }),
  );
}
