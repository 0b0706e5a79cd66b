import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import { isFifo, type Path, problem } from "../problem.ts";

/** What is sent somewhere, and to which kinds of things the cloud sends it. */
export interface DestinationRule {
  readonly cloud: string;
  /** Plural: "results of asynchronous calls". */
  readonly what: string;
  readonly kinds: readonly (ResourceKind | "function")[];
}

/** A destination must be of a kind that such things can go to, and no FIFO queue. */
export function destinationProblems(
  { cloud, what, kinds }: DestinationRule,
  app: ResolvedApp,
  name: string | undefined,
  path: Path,
): Problem[] {
  const kind = name === undefined ? undefined : app.functions.has(name) ? "function" : app.resources.get(name)?.kind;
  if (name === undefined || kind === undefined) return [];
  if (!kinds.includes(kind)) {
    const message = `"${name}" is a ${kind}, but ${what} only go to a ${kinds.join(", ")} on ${cloud}.`;
    return [problem("unsupported", path, message, `Name a ${kinds.join(" or a ")}.`)];
  }
  return fifoProblems(app, name, what, path);
}

/** Single letters from anywhere go only to standard queues: FIFO ones need a group that nobody gave. */
export function fifoProblems(app: ResolvedApp, name: string | undefined, what: string, path: Path): Problem[] {
  if (name === undefined || !isFifo(app, name)) return [];
  const message = `"${name}" is a FIFO queue, which can't take ${what}.`;
  return [problem("unsupported", path, message, "Name a queue without fifo.")];
}
