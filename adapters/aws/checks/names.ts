import type { Problem } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { type Checked, problem, triggerPath } from "../../shared/problem.ts";

/** What a trigger reads, if the link to that is named after it instead of after the trigger; see `linkName`. */
function linkedTo({ kind, spec }: ResolvedTrigger): string | undefined {
  if (kind === "queue") return spec.queue;
  if (kind === "stream") return spec.stream;
  if (kind === "table") return spec.table;
  return kind === "topic" ? spec.topic : undefined;
}

/** Links that would meet in the state: that of `a` to `b-c` and that of `a-b` to `c` would both be an `a-b-c`. */
export function checkLinkNames({ app }: Checked): Problem[] {
  const owners = new Map<string, ResolvedTrigger>();
  const triggers = [...app.functions.values()].flatMap((fn) => fn.triggers);
  return triggers.flatMap((trigger) => {
    const source = linkedTo(trigger);
    if (source === undefined) return [];
    const name = `${trigger.function}-${source}`;
    const owner = owners.get(name) ?? trigger;
    owners.set(name, owner);
    if (owner.function === trigger.function) return [];
    const message = `Its link to "${source}" would be named "${name}", like that of trigger "${owner.name}" of function "${owner.function}".`;
    const remedy = `Rename "${source}" or one of the two functions.`;
    return [problem("name-clash", triggerPath(trigger), message, remedy)];
  });
}
