import type { Problem } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { type Checked, problem, triggerPath, triggersOf, when } from "../../shared/problem.ts";

const MAX_TRIGGERS = 10;
/** Bytes of an object's name. */
const MAX_KEY = 1023;

type BucketTrigger = ResolvedTrigger<"bucket">;

/** Triggers of one bucket share its notification rules. https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/native-oss-triggers */
export function checkBucketTriggers({ app }: Checked): Problem[] {
  const triggers = triggersOf(app, "bucket");
  return triggers.flatMap((trigger, index) => {
    const earlier = triggers.slice(0, index).filter(({ spec }) => spec.bucket === trigger.spec.bucket);
    const other = earlier.find((candidate) => overlap(candidate, trigger));
    return [
      ...(other ? [overlapping(trigger, other)] : []),
      ...when(earlier.length === MAX_TRIGGERS, () => tooMany(trigger)),
      ...tooLong(trigger),
    ];
  });
}

/** OSS refuses two rules for the same event of the same key. */
const overlap = ({ spec: a }: BucketTrigger, { spec: b }: BucketTrigger): boolean =>
  a.events.some((event) => b.events.includes(event)) &&
  (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
  (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));

const overlapping = (trigger: BucketTrigger, other: BucketTrigger): Problem =>
  problem(
    "conflict",
    triggerPath(trigger),
    `An object of "${trigger.spec.bucket}" can match this trigger and "${other.name}" of function "${other.function}"; OSS tells only one function of an event.`,
    "Keep them apart by prefix or suffix, or let one function send to a topic that both listen to.",
  );

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
