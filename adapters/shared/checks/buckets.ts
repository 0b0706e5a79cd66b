import type { Problem } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { problem, triggerPath } from "../problem.ts";

type BucketTrigger = ResolvedTrigger<"bucket">;

/** Whether one event of one object can match both triggers. */
export const overlap = ({ spec: a }: BucketTrigger, { spec: b }: BucketTrigger): boolean =>
  a.bucket === b.bucket &&
  a.events.some((event) => b.events.includes(event)) &&
  (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
  (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));

/** The trigger shares events with an earlier one, of which the service tells only one function. */
export const overlapProblem = (service: string, trigger: BucketTrigger, earlier: BucketTrigger): Problem =>
  problem(
    "conflict",
    triggerPath(trigger),
    `An object of "${trigger.spec.bucket}" can match this trigger and "${earlier.name}" of function "${earlier.function}"; ${service} tells only one function of an event.`,
    "Keep them apart by prefix or suffix, or let one function send to a topic that both listen to.",
  );
