/**
 * polyfn's errors: a `UserError` is a mistake that the user can correct (exit code 2); a `FailedError` is a failure of
 * the engine or a cloud (3); an `InterruptedError` is the user's Ctrl-C (130); every other error, `InternalError`
 * included, is a bug in polyfn (1).
 */

import type { Problem } from "./problem.ts";
import type { Remark } from "./remarks.ts";

export type { Problem } from "./problem.ts";

/** A mistake that the user can correct. The command line exits with 2 and prints no stack trace. */
export class UserError extends Error {
  override readonly name: string = "UserError";
  constructor(
    message: string,
    /** The remedy, one sentence. */
    readonly remedy?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** All problems of a spec in one report. */
export class SpecError extends UserError {
  override readonly name = "SpecError";
  constructor(
    readonly problems: readonly Problem[],
    /** The name that paths are relative to, usually the spec's file name. */
    readonly origin = "spec",
    /** Remarks to report with the problems. */
    readonly remarks: readonly Remark[] = [],
  ) {
    super(formatProblems(problems, origin));
  }
}

/** The engine or a cloud could not do what it was asked. The command line exits with 3 and prints no stack trace. */
export class FailedError extends Error {
  override readonly name: string = "FailedError";
}

/** The user interrupted the command. The command line exits with 130. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  constructor(message = "Interrupted.") {
    super(message);
  }
}

/** A bug in polyfn. The command line exits with 1. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** Formats a path as in TypeScript: `functions.thumbnail.triggers["on upload"].prefix`. */
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

/** The message of a `SpecError`: a count, then a block for each problem. */
export function formatProblems(problems: readonly Problem[], origin: string): string {
  const blocks = problems.map(
    (problem) =>
      `  ${formatPath(problem.path) || "(top level)"}\n    ${problem.message} [${problem.code}]\n    -> ${problem.remedy}`,
  );
  return `${counted(problems, "problem", origin)}\n\n${blocks.join("\n\n")}`;
}
