import { hasShim } from "../../model/function.ts";
import type { ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import { triggers as kinds, type TriggerKind } from "../../model/triggers/index.ts";
import type { Symbolic } from "../graph/expression.ts";

/** Per kind, the physical name by which an event says what it comes from; none where the event names its trigger itself. */
export type SourceNames<Scope> = {
  readonly [K in TriggerKind]?: (scope: Scope, trigger: ResolvedTrigger<K>) => Symbolic<string> | undefined;
};

/** The resource of the spec from which a trigger takes its events. Kinds without one have a source for each trigger. */
function sourceOf({ kind, name, spec }: ResolvedTrigger): unknown {
  const { source }: { readonly source?: string } = kinds[kind];
  return source === undefined ? name : (spec as Readonly<Record<string, unknown>>)[source];
}

/** The function's triggers of a kind that take their events from several sources. */
const fromSeveral = (fn: ResolvedFunction, kind: TriggerKind): readonly ResolvedTrigger[] => {
  if (!hasShim(fn)) return [];
  const having = fn.triggers.filter((trigger) => trigger.kind === kind && sourceOf(trigger) !== undefined);
  return new Set(having.map(sourceOf)).size > 1 ? having : [];
};

/** The physical sources of the triggers whose events the shim cannot tell apart otherwise, by trigger. */
export function sourcesOf<Scope>(
  scope: Scope,
  fn: ResolvedFunction,
  names: SourceNames<Scope>,
): [name: string, source: Symbolic<string>][] {
  const told = Object.entries(names).flatMap(([kind, nameOf]) =>
    fromSeveral(fn, kind as TriggerKind).map((trigger) => [trigger.name, nameOf(scope, trigger as never)] as const),
  );
  return told.filter((one): one is [string, Symbolic<string>] => one[1] !== undefined);
}
