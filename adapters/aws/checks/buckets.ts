import type { Problem } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { overlap, overlapProblem } from "../../shared/checks/buckets.ts";
import { type Checked, problem, triggerPath, triggersOf } from "../../shared/problem.ts";

/** Triggers of one bucket share one notification document, and S3 is strict about what stands in it. */
export function checkBucketTriggers({ app }: Checked): Problem[] {
  const triggers = triggersOf(app, "bucket");
  return triggers.flatMap((trigger, index) => {
    const bucket = app.resources.get(trigger.spec.bucket);
    if (bucket?.kind === "bucket" && bucket.spec.existing !== undefined) return [adopted(trigger)];
    const other = triggers.slice(0, index).find((earlier) => overlap(earlier, trigger));
    return other ? [overlapProblem("S3", trigger, other)] : [];
  });
}

const adopted = (trigger: ResolvedTrigger<"bucket">): Problem =>
  problem(
    "unsupported",
    [...triggerPath(trigger), "bucket"],
    `"${trigger.spec.bucket}" is adopted with existing, and a bucket has one notification document, so its owner's would be replaced.`,
    'Let the owner turn on EventBridge for the bucket, and use a bus trigger on a bus with existing: "default", pattern: { source: ["aws.s3"] }.',
  );
