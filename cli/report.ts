import { createColors } from "picocolors";
import { formatPath, type Problem, SpecError, UserError } from "../model/errors.ts";

type Colours = ReturnType<typeof createColors>;

/** What is printed for an error: a report for users' mistakes, everything we know for our own faults. */
export function report(error: unknown, colour: boolean): string {
  const c = createColors(colour);
  if (error instanceof SpecError) return problems(error, c);
  if (error instanceof UserError)
    return `${c.red(error.message)}\n${error.remedy ? `${c.cyan("->")} ${error.remedy}\n` : ""}`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? `Caused by: ${detail(error.cause)}\n` : "";
  return `${c.red("This is a fault of polyfn. Please report it with this text:")}\n${stack}\n${cause}`;
}

const detail = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));

function problems({ problems: found, origin }: SpecError, c: Colours): string {
  const count = found.length === 1 ? "1 problem" : `${found.length} problems`;
  return `${c.red(c.bold(`${count} in ${origin}`))}\n\n${found.map((problem) => block(problem, c)).join("\n")}`;
}

function block({ path, message, code, remedy }: Problem, c: Colours): string {
  const place = formatPath(path) || "(top level)";
  return `  ${c.bold(place)}\n    ${message} ${c.dim(`[${code}]`)}\n    ${c.cyan("->")} ${remedy}\n`;
}
