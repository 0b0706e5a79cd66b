import { expect } from "vitest";
import { changed, type Outcome } from "../../../offline/engine/events.ts";

/** Fails with the engine's messages unless the command succeeded. */
export function expectSuccess(outcome: Outcome): void {
  expect(outcome.ok, outcome.problems.join("\n")).toBe(true);
}

/** Fails unless the command changed nothing, and names each step and its properties. */
export function expectNoChanges(outcome: Outcome): void {
  expectSuccess(outcome);
  expect(describeChanges(outcome)).toEqual([]);
  // The engine's own count, in case a step was not reported.
  expect(Object.keys(outcome.changes)).toEqual(["same"]);
}

/** "update aws:lambda/function:Function media-thumbnail (code)", sorted. */
export function describeChanges(outcome: Outcome): string[] {
  return changed(outcome)
    .map(
      (step) =>
        `${step.op} ${step.type} ${step.name}${step.properties.length ? ` (${step.properties.join(", ")})` : ""}`,
    )
    .sort();
}
