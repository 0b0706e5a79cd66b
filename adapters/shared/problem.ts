import type { Problem } from "../../model/errors.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { Deployment } from "../contract.ts";

export type Path = readonly (string | number)[];

/** Input of every check. Parts of an app that other checks refused may be missing: checks report nothing about those. */
export interface Checked {
  readonly app: ResolvedApp;
  readonly deployment: Deployment;
}

/** One kind of mistake in one place. */
export const problem = (code: string, path: Path, message: string, remedy: string): Problem => ({
  code,
  path,
  message,
  remedy,
});

/** A list of one problem when something is wrong, else an empty one. */
export const when = (wrong: boolean, found: () => Problem): Problem[] => (wrong ? [found()] : []);

export const functionPath = (fn: Pick<ResolvedFunction, "name">): Path => ["functions", fn.name];

export const triggerPath = (trigger: Pick<ResolvedTrigger, "function" | "name">): Path => [
  "functions",
  trigger.function,
  "triggers",
  trigger.name,
];

/** Every trigger of a kind in the app. */
export function triggersOf<K extends TriggerKind>(app: ResolvedApp, kind: K): Extract<ResolvedTrigger, { kind: K }>[] {
  const all = [...app.functions.values()].flatMap((fn): readonly ResolvedTrigger[] => fn.triggers);
  return all.filter((trigger) => trigger.kind === kind) as Extract<ResolvedTrigger, { kind: K }>[];
}

/** True if the name is that of a FIFO queue. */
export function isFifo(app: ResolvedApp, name: string | undefined): boolean {
  const resource = name === undefined ? undefined : app.resources.get(name);
  return resource?.kind === "queue" && resource.spec.fifo;
}
