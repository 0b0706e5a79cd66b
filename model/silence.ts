import { z } from "zod";
import type { AppSpec } from "./app.ts";
import { type Remark, type RemarkCode, remarkCodes } from "./remarks.ts";
import { withMessage } from "./schema/schema-messages.ts";
import type { Path } from "./schema/schema-walk.ts";

/** That a silence silences nothing can only be put right. */
const silenceable = remarkCodes.filter((code) => code !== "unused-silence");

const reason = withMessage(
  z.string().regex(/\S/),
  "a string that says why the remark does not apply",
  '"Called by hand only."',
);

const codes = withMessage(
  z.partialRecord(z.enum(silenceable), reason),
  "an object, each key the code of a remark, each value the reason",
  '{ "nothing-calls": "Called by hand only." }',
);

z.globalRegistry.add(codes, { id: "silence" });

/** The field of every part of a spec that can silence remarks: code -> reason. */
export const silence = codes.optional().describe("Remarks that do not apply here, by code, each with the reason.");

/** One entry of a `silence` in a spec. */
export interface Silence {
  readonly code: RemarkCode;
  /** The part of the spec that it holds for: the app (empty), a function, a trigger or a resource. */
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

/** The remarks that no silence covers. */
export const audible = (found: readonly Remark[], silences: readonly Silence[]): Remark[] =>
  found.filter((remark) => !silences.some((silence) => covers(silence, remark)));

/** A remark for each silence that covers none of the remarks found. */
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
