import { createColors } from "picocolors";
import {
  counted,
  FailedError,
  formatPath,
  InterruptedError,
  type Problem,
  SpecError,
  UserError,
} from "../model/errors.ts";

type Colours = ReturnType<typeof createColors>;

/** The text printed for an error: a report for users' mistakes, all details for bugs. */
export function report(error: unknown, colour: boolean): string {
  const c = createColors(colour);
  if (error instanceof SpecError) return problems(error, c);
  if (error instanceof UserError)
    return `${c.red(error.message)}\n${error.remedy ? `${c.cyan("->")} ${error.remedy}\n` : ""}`;
  if (error instanceof FailedError) return `${c.red(error.message)}\n`;
  if (error instanceof InterruptedError) return `${c.yellow(error.message)}\n`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? `Caused by: ${detail(error.cause)}\n` : "";
  return `${c.red("This is a bug in polyfn. Please report it with this text:")}\n${stack}\n${cause}`;
}

const detail = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));

function problems({ problems: found, remarks, origin }: SpecError, c: Colours): string {
  const heading = c.red(c.bold(counted(found, "problem", origin)));
  return `${heading}\n\n${blocks(found, c)}${remarks.length === 0 ? "" : `\n${remarksReport(remarks, origin, c)}`}`;
}

/** The text printed for remarks; empty when there are none. */
export function reportRemarks(found: readonly Problem[], origin: string, colour: boolean): string {
  return found.length === 0 ? "" : `\n${remarksReport(found, origin, createColors(colour))}`;
}

const remarksReport = (found: readonly Problem[], origin: string, c: Colours): string =>
  `${c.yellow(c.bold(counted(found, "remark", origin)))}\n\n${blocks(found, c)}`;

const blocks = (found: readonly Problem[], c: Colours): string => found.map((one) => block(one, c)).join("\n");

function block({ path, message, code, remedy }: Problem, c: Colours): string {
  const place = formatPath(path) || "(top level)";
  return `  ${c.bold(place)}\n    ${message} ${c.dim(`[${code}]`)}\n    ${c.cyan("->")} ${remedy}\n`;
}
