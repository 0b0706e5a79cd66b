import type { Problem } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { type Checked, problem, triggerPath, triggersOf } from "../../shared/problem.ts";

/** Triggers of one bucket share one notification document, and S3 is strict about what stands in it. */
export function checkBucketTriggers({ app }: Checked): Problem[] {
  const triggers = triggersOf(app, "bucket");
  return triggers.flatMap((trigger, index) => {
    const bucket = app.resources.get(trigger.spec.bucket);
    if (bucket?.kind === "bucket" && bucket.spec.existing !== undefined) return [adopted(trigger)];
    const other = triggers.slice(0, index).find((earlier) => overlap(earlier, trigger));
    return other ? [overlapping(trigger, other)] : [];
  });
}

const adopted = (trigger: ResolvedTrigger<"bucket">): Problem =>
  problem(
    "unsupported",
    [...triggerPath(trigger), "bucket"],
    `"${trigger.spec.bucket}" is adopted with existing, and a bucket has one notification document, so its owner's would be replaced.`,
    'Let the owner turn on EventBridge for the bucket, and use a bus trigger on a bus with existing: "default", pattern: { source: ["aws.s3"] }.',
  );

/** Two notifications may not stand for the same event of the same key. */
function overlap(a: ResolvedTrigger<"bucket">, b: ResolvedTrigger<"bucket">): boolean {
  const [left, right] = [a.spec, b.spec];
  return (
    left.bucket === right.bucket &&
    left.events.some((event) => right.events.includes(event)) &&
    (left.prefix.startsWith(right.prefix) || right.prefix.startsWith(left.prefix)) &&
    (left.suffix.endsWith(right.suffix) || right.suffix.endsWith(left.suffix))
  );
}

const overlapping = (trigger: ResolvedTrigger<"bucket">, other: ResolvedTrigger<"bucket">): Problem =>
  problem(
    "conflict",
    triggerPath(trigger),
    `An object of "${trigger.spec.bucket}" can match this trigger and "${other.name}" of function "${other.function}"; S3 tells only one function of an event.`,
    "Keep them apart by prefix or suffix, or let one function send to a topic that both listen to.",
  );
