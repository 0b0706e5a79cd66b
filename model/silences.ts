import type { AppSpec } from "./app.ts";
import type { Remark, RemarkCode } from "./remarks.ts";
import type { Path } from "./schema/schema-walk.ts";
import { silenceable } from "./silence.ts";

/** One entry of a `silence` in a spec. */
export interface Silence {
  readonly code: RemarkCode;
  /** The part of the spec it applies to: the app (empty), a function, a trigger or a resource. */
  readonly scope: Path;
}

interface Silenced {
  readonly silence?: Readonly<Partial<Record<(typeof silenceable)[number], string>>> | undefined;
}

/** Every silence of a spec. */
export function silencesOf(app: AppSpec): Silence[] {
  const functions = Object.entries(app.functions).flatMap(([name, fn]) => [
    ...entries(fn, ["functions", name]),
    ...Object.entries(fn.triggers).flatMap(([trigger, spec]) =>
      entries(spec, ["functions", name, "triggers", trigger]),
    ),
  ]);
  const resources = Object.entries(app.resources).flatMap(([name, resource]) => entries(resource, ["resources", name]));
  return [...entries(app, []), ...functions, ...resources];
}

const entries = ({ silence: codes }: Silenced, scope: Path): Silence[] =>
  silenceable.filter((code) => codes?.[code] !== undefined).map((code) => ({ code, scope }));

const covers = ({ code, scope }: Silence, remark: Remark): boolean =>
  code === remark.code && scope.every((key, index) => remark.path[index] === key);

/** The remarks that are not silenced. */
export const unsilenced = (found: readonly Remark[], silences: readonly Silence[]): Remark[] =>
  found.filter((remark) => !silences.some((silence) => covers(silence, remark)));

/** A remark for each silence that matches no remark. */
export function unusedSilences(silences: readonly Silence[], found: readonly Remark[]): Remark[] {
  return silences
    .filter((silence) => !found.some((remark) => covers(silence, remark)))
    .map(({ code, scope }) => ({
      code: "unused-silence",
      path: [...scope, "silence", code],
      message: `There is no remark "${code}" to silence here.`,
      remedy: "Remove it.",
    }));
}
