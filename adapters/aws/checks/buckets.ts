import type { Problem } from "../../../model/errors.ts";
import { type Checked, problem, triggerPath, triggersOf } from "../../shared/problem.ts";

/** Triggers of one bucket share one notification document, and that of an adopted bucket is its owner's. */
export const checkBucketTriggers = ({ app }: Checked): Problem[] =>
  triggersOf(app, "bucket")
    .filter(({ spec }) => {
      const bucket = app.resources.get(spec.bucket);
      return bucket?.kind === "bucket" && bucket.spec.existing !== undefined;
    })
    .map((trigger) =>
      problem(
        "unsupported",
        [...triggerPath(trigger), "bucket"],
        `"${trigger.spec.bucket}" is adopted with existing, and a bucket has one notification document, so its owner's would be replaced.`,
        'Let the owner turn on EventBridge for the bucket, and use a bus trigger on a bus with existing: "default", pattern: { source: ["aws.s3"] }.',
      ),
    );
