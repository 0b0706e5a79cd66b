import type { Problem } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { overlap, overlapProblem } from "../../shared/checks/buckets.ts";
import { type Checked, problem, triggerPath, triggersOf, when } from "../../shared/problem.ts";

const MAX_TRIGGERS = 10;
/** Bytes of an object's name. */
const MAX_KEY = 1023;

type BucketTrigger = ResolvedTrigger<"bucket">;

/** Triggers of one bucket share its notification rules, no two of which may stand for the same event of the same key. https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/native-oss-triggers */
export function checkBucketTriggers({ app }: Checked): Problem[] {
  const triggers = triggersOf(app, "bucket");
  return triggers.flatMap((trigger, index) => {
    const earlier = triggers.slice(0, index).filter(({ spec }) => spec.bucket === trigger.spec.bucket);
    const other = earlier.find((candidate) => overlap(candidate, trigger));
    return [
      ...(other ? [overlapProblem("OSS", trigger, other)] : []),
      ...when(earlier.length === MAX_TRIGGERS, () => tooMany(trigger)),
      ...tooLong(trigger),
    ];
  });
}

const tooMany = (trigger: BucketTrigger): Problem =>
  problem(
    "out-of-range",
    triggerPath(trigger),
    `"${trigger.spec.bucket}" already has ${MAX_TRIGGERS} triggers, which is all that OSS allows.`,
    "Let one function handle the objects for several of them.",
  );

const tooLong = (trigger: BucketTrigger): Problem[] =>
  (["prefix", "suffix"] as const).flatMap((part) =>
    when(Buffer.byteLength(trigger.spec[part]) > MAX_KEY, () =>
      problem(
        "out-of-range",
        [...triggerPath(trigger), part],
        `The ${part} has ${Buffer.byteLength(trigger.spec[part])} bytes; the name of an object in OSS has at most ${MAX_KEY}.`,
        "Shorten it.",
      ),
    ),
  );
