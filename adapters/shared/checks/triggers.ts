import { type Cron, parseCron } from "../../../model/cron.ts";
import type { Problem } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import { type Checked, type Path, problem, triggerPath } from "../problem.ts";

type TriggerCheck<K extends TriggerKind> = (trigger: ResolvedTrigger<K>, path: Path, checked: Checked) => Problem[];

/** Checks of a single trigger, per kind. */
export type TriggerChecks = { readonly [K in TriggerKind]: TriggerCheck<K> };

/** Everything that these checks find in the app's triggers. */
export const triggerProblems = (checks: TriggerChecks, checked: Checked): Problem[] =>
  [...checked.app.functions.values()].flatMap((fn) =>
    fn.triggers.flatMap((trigger) => checkTrigger(checks, trigger, checked)),
  );

/** TypeScript cannot relate a trigger's kind to the check of that kind: only this function casts. */
const checkTrigger = <K extends TriggerKind>(
  checks: TriggerChecks,
  trigger: ResolvedTrigger<K>,
  checked: Checked,
): Problem[] => (checks[trigger.kind as K] as TriggerCheck<K>)(trigger, triggerPath(trigger), checked);

/** A cron expression that the cloud does not support. `refusal` continues the sentence after the expression: "has ...". */
export function cronProblems(
  text: string | undefined,
  path: Path,
  refusal: (cron: Cron) => string | undefined,
): Problem[] {
  const result = text === undefined ? undefined : parseCron(text);
  const reason = result !== undefined && "cron" in result ? refusal(result.cron) : undefined;
  if (reason === undefined) return [];
  return [
    problem(
      "unsupported",
      path,
      `"${text}" ${reason}.`,
      "Use two schedule triggers, one with the day of the month and one with the day of the week.",
    ),
  ];
}
