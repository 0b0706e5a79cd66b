/**
 * The errors polyfn raises, in two families that never mix:
 * a `UserError` is something the person at the keyboard can put right (exit code 2),
 * everything else, `InternalError` included, is polyfn's own fault (exit code 1).
 */

import type { Problem } from "./problem.ts";
import type { Remark } from "./remarks.ts";

export type { Problem } from "./problem.ts";

/** A mistake the user can correct. The command line exits with 2 and prints no stack trace. */
export class UserError extends Error {
  override readonly name: string = "UserError";
  constructor(
    message: string,
    /** What to do about it, one sentence. */
    readonly remedy?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Everything wrong with a spec, in one report. */
export class SpecError extends UserError {
  override readonly name = "SpecError";
  constructor(
    readonly problems: readonly Problem[],
    /** What the paths are relative to, usually the spec's file name. */
    readonly origin = "spec",
    /** What is allowed but probably wrong, reported beside the problems. */
    readonly remarks: readonly Remark[] = [],
  ) {
    super(formatProblems(problems, origin));
  }
}

/** polyfn broke one of its own promises: a bug to report. The command line exits with 1. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** `functions.thumbnail.triggers["on upload"].prefix`, the way TypeScript would spell the access. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

/** A heading such as "2 problems in polyfn.yaml". */
export const counted = (found: readonly Problem[], what: "problem" | "remark", origin: string): string =>
  `${found.length} ${what}${found.length === 1 ? "" : "s"} in ${origin}`;

/** The report that a `SpecError` carries as its message: a count, then a block for each problem. */
export function formatProblems(problems: readonly Problem[], origin: string): string {
  const blocks = problems.map(
    (problem) =>
      `  ${formatPath(problem.path) || "(top level)"}\n    ${problem.message} [${problem.code}]\n    -> ${problem.remedy}`,
  );
  return `${counted(problems, "problem", origin)}\n\n${blocks.join("\n\n")}`;
}
