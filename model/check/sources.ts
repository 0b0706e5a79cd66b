import type { Problem } from "../errors.ts";
import { type Check, sourceOf, type TriggerPart, traitsOf, triggersOf } from "./parts.ts";

/**
 * Readers of the same source. A reader of a stream or of a table's changes has a position there, its `consumer`. On
 * targets that share a position by name, two functions with the same one would each receive only some of the records,
 * so functions that read the same source must have different consumers. And no function reads a source twice: clouds
 * identify such readers by function and source alone.
 */
export const checkSources: Check = (partial) => [
  ...readTwice(triggersOf(partial)),
  ...samePosition(triggersOf(partial)),
];

function readTwice(parts: readonly TriggerPart[]): Problem[] {
  return repeated(
    parts.filter(({ trigger }) => traitsOf(trigger).once),
    ({ function: fn, trigger }) => `${fn} ${sourceOf(trigger)}`,
  ).map(([part, other]) => ({
    code: "duplicate-trigger",
    path: part.path,
    message: `The function already has the trigger "${other.name}" on ${part.trigger.kind} "${sourceOf(part.trigger)}".`,
    remedy: "Make one trigger of the two, or use another function.",
  }));
}

function samePosition(parts: readonly TriggerPart[]): Problem[] {
  return repeated(
    parts.filter(({ trigger }) => consumerOf(trigger) !== undefined),
    ({ trigger }) => `${sourceOf(trigger)} ${consumerOf(trigger)}`,
  )
    .filter(([part, other]) => part.function !== other.function)
    .map(([part, other]) => ({
      code: "shared-position",
      path: part.path,
      message: `The functions "${other.function}" and "${part.function}" read ${part.trigger.kind} "${sourceOf(part.trigger)}" with one consumer, "${consumerOf(part.trigger)}", and would each receive only some of the records.`,
      remedy: `Give this trigger its own consumer: consumer: "${part.function}".`,
    }));
}

const consumerOf = (trigger: object): string | undefined =>
  "consumer" in trigger && typeof trigger.consumer === "string" ? trigger.consumer : undefined;

/** Every part whose key an earlier part has, with that earlier part. */
function repeated(parts: readonly TriggerPart[], keyOf: (part: TriggerPart) => string): [TriggerPart, TriggerPart][] {
  const first = new Map<string, TriggerPart>();
  return parts.flatMap((part): [TriggerPart, TriggerPart][] => {
    const key = keyOf(part);
    const other = first.get(key);
    if (other !== undefined) return [[part, other]];
    first.set(key, part);
    return [];
  });
}
