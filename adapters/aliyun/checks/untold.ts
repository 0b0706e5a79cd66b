import type { Problem } from "../../../model/errors.ts";
import { hasShim } from "../../../model/function.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedApp, ResolvedTrigger } from "../../../model/resolve.ts";
import { type Checked, problem, triggerPath, triggersOf } from "../../shared/problem.ts";
import { canMatchTheSame } from "../patterns.ts";

/** Events that do not say which trigger of a function they are for. */

/** The first earlier trigger of the same function that a test holds for. */
const earlierOne = <T extends ResolvedTrigger>(triggers: readonly T[], at: number, test: (other: T) => boolean) =>
  triggers.slice(0, at).find((other) => other.function === triggers[at]?.function && test(other));

/** Tablestore does not say which table's changes it hands over: the columns of their keys must differ. */
export function checkTableTriggers({ app }: Checked): Problem[] {
  const columnsOf = ({ spec }: ResolvedTrigger<"table">): string => {
    const table = app.resources.get(spec.table);
    if (table?.kind !== "table") return "";
    const { partition, sort } = table.spec.key;
    return [partition.name, ...(sort ? [sort.name] : [])].join(", ");
  };
  const triggers = triggersOf(app, "table");
  return triggers.flatMap((trigger, index) => {
    const columns = columnsOf(trigger);
    const other = earlierOne(triggers, index, (one) => columns !== "" && columnsOf(one) === columns);
    if (!other) return [];
    return [
      problem(
        "conflict",
        triggerPath(trigger),
        `Tablestore does not say which table a change is of, and "${trigger.spec.table}" and "${other.spec.table}", which trigger "${other.name}" reads, have the same key columns: ${columns}.`,
        "Use another function for one of them, or give its key another column name.",
      ),
    ];
  });
}

/** Events do not name the rule that sent them: if several rules match an event, its trigger is unknown. */
export function untoldBusTriggers(app: ResolvedApp): Remark[] {
  const triggers = triggersOf(app, "bus").filter(({ function: name }) => {
    const fn = app.functions.get(name);
    return fn !== undefined && hasShim(fn);
  });
  return triggers.flatMap((trigger, index): Remark[] => {
    const { bus, pattern } = trigger.spec;
    const other = earlierOne(triggers, index, ({ spec }) => spec.bus === bus && canMatchTheSame(spec.pattern, pattern));
    if (!other) return [];
    return [
      {
        code: "untold-trigger",
        path: [...triggerPath(trigger), "pattern"],
        message: `An event can match this pattern and the one of "${other.name}". EventBridge delivers it for both and does not say for which, so ctx.trigger.name is undefined.`,
        remedy:
          "Keep the patterns apart by source or type, use two functions, or silence this remark if the name does not matter.",
      },
    ];
  });
}
