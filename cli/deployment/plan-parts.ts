import { SpecError, UserError } from "../../model/errors.ts";
import { resources as kinds } from "../../model/resources/index.ts";
import type { Io } from "../io.ts";
import { openSession, type Place, planFor, type Session } from "../session.ts";
import { Parts, type PlannedDeployment } from "./parts.ts";

/**
 * The parts of a stack's deployments, planned from its spec.
 * @throws SpecError with the problems of the spec on all of the stack's targets.
 */
export async function planParts(stack: string, io: Io): Promise<Parts> {
  const session = await sessionOf(stack, io);
  return new Parts(
    session === undefined ? [] : await Promise.all(session.places.map((place) => planned(session, place))),
  );
}

/** Undefined in a project whose program has its specs elsewhere: then only the engine knows what is in them. */
async function sessionOf(stack: string, io: Io): Promise<Session | undefined> {
  try {
    return await openSession({ stack }, io);
  } catch (error) {
    if (error instanceof UserError && !(error instanceof SpecError)) return undefined;
    throw error;
  }
}

async function planned(session: Session, place: Place): Promise<PlannedDeployment> {
  const { app, graph, deployment } = await planFor(session, place);
  const several = session.places.filter(({ target }) => target === place.target).length > 1;
  const region = several && deployment.region !== undefined ? ` in ${deployment.region}` : "";
  const resources = [...app.resources].filter(([, { kind }]) => "serves" in kinds[kind]);
  const served = new Set(resources.map(([name]) => name));
  return { name: deployment.name, title: `${place.target}${region}`, graph, served };
}
