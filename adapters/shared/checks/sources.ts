import type { Problem } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { Rules } from "../../rules.ts";
import { type Checked, problem, triggerPath, triggersOf, when } from "../problem.ts";

type BucketTrigger = ResolvedTrigger<"bucket">;

/** More triggers on one source than the cloud allows, and triggers that can't share a bucket's events. */
export const sourceProblems = (rules: Rules, checked: Checked): Problem[] => [
  ...countProblems(rules, checked),
  ...overlapProblems(rules, checked),
];

function countProblems({ perSource }: Rules, { app }: Checked): Problem[] {
  const counts = new Map<string, number>();
  const triggers = [...app.functions.values()].flatMap((fn): readonly ResolvedTrigger[] => fn.triggers);
  return triggers.flatMap((trigger) => {
    const rule = perSource[trigger.kind];
    const spec = trigger.spec as Readonly<Record<string, unknown>>;
    const source = rule?.fields.map((field) => spec[field]).find((name) => typeof name === "string");
    if (rule === undefined || source === undefined) return [];
    const key = `${trigger.kind} ${String(source)}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return when(count > rule.max, () =>
      problem(
        "out-of-range",
        triggerPath(trigger),
        `"${String(source)}" already has ${rule.max} ${trigger.kind} triggers, which is all that ${rule.by} allows.`,
        "Let one function do the work of several of them.",
      ),
    );
  });
}

function overlapProblems({ exclusiveBucketEvents: service }: Rules, { app }: Checked): Problem[] {
  const triggers = service === undefined ? [] : triggersOf(app, "bucket");
  return triggers.flatMap((trigger, index) => {
    const other = triggers.slice(0, index).find((earlier) => overlap(earlier, trigger));
    return other === undefined ? [] : [overlapProblem(service ?? "", trigger, other)];
  });
}

/** True if one event of one object can match both triggers. */
const overlap = ({ spec: a }: BucketTrigger, { spec: b }: BucketTrigger): boolean =>
  a.bucket === b.bucket &&
  a.events.some((event) => b.events.includes(event)) &&
  (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
  (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));

/** The trigger shares events with an earlier one, and the service sends each event to one function only. */
const overlapProblem = (service: string, trigger: BucketTrigger, earlier: BucketTrigger): Problem =>
  problem(
    "conflict",
    triggerPath(trigger),
    `An object of "${trigger.spec.bucket}" can match this trigger and "${earlier.name}" of function "${earlier.function}"; ${service} tells only one function of an event.`,
    "Keep them apart by prefix or suffix, or let one function send to a topic that both listen to.",
  );
