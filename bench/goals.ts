import { table } from "../cli/table.ts";

/** Something measured, and what is aimed at. Less is better. */
export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly goal: number;
  /** Written after the numbers: " s", " MB", "x". */
  readonly unit: string;
  /** The reason why it is missed, and the best possible value. */
  readonly why?: string;
}

const shown = (value: number, unit: string): string => `${value.toFixed(value < 10 ? 2 : 0)}${unit}`;

/** Prints what was measured beside what is aimed at, and for what is missed by how much and why. */
export function printGoals(goals: readonly Goal[]): void {
  const rows = goals.map(({ what, measured, goal, unit }) => [
    what,
    shown(measured, unit),
    shown(goal, unit),
    measured <= goal ? "met" : `missed by ${Math.round((measured / goal - 1) * 100)} %`,
  ]);
  console.log(table(["What", "Measured", "Goal", ""], rows, { colour: false }));
  const reasons = goals.flatMap(({ measured, goal, why }) => (measured > goal && why !== undefined ? [why] : []));
  for (const why of new Set(reasons)) console.log(`${why}\n`);
}
