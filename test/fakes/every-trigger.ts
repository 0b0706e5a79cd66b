import type { Lowering, LoweringScope, TriggerHandle } from "../../adapters/graph/lowering.ts";
import type { ResolvedTrigger } from "../../model/resolve.ts";
import { triggers } from "../../model/triggers/index.ts";

/** The same answer to every kind of trigger. */
export const everyTrigger = (
  lower: (scope: LoweringScope, trigger: ResolvedTrigger) => TriggerHandle,
): Lowering["triggers"] =>
  Object.fromEntries(Object.keys(triggers).map((kind) => [kind, lower])) as unknown as Lowering["triggers"];
