import type { createColors } from "picocolors";
import type { LogLevel } from "../adapters/operate.ts";
import type { LogEntry } from "../infra/operate/logs/log-entry.ts";

type Colours = ReturnType<typeof createColors>;

const COLOUR: { readonly [L in LogLevel]: (text: string, c: Colours) => string } = {
  trace: (text, c) => c.dim(text),
  debug: (text, c) => c.dim(text),
  info: (text, c) => c.cyan(text),
  warn: (text, c) => c.yellow(text),
  error: (text, c) => c.red(text),
  fatal: (text, c) => c.red(text),
};

/** An entry as a line: time, where it comes from, level, message and fields; an error's stack on lines below. */
export const formatEntry = (entry: LogEntry, c: Colours, withTarget: boolean): string =>
  [
    c.dim(entry.time.toISOString()),
    c.bold(withTarget ? `${[entry.target, entry.region].filter(Boolean).join("/")} ${entry.function}` : entry.function),
    formatMessage(entry, c),
  ].join(" ");

/** Level, message and fields of an entry. */
export function formatMessage(
  { level, message, fields = {} }: Pick<LogEntry, "level" | "message" | "fields">,
  c: Colours,
): string {
  const shown = level === undefined ? "" : `${COLOUR[level](level.toUpperCase().padEnd(5), c)} `;
  const plain = Object.entries(fields).filter(([, value]) => stackIn(value) === undefined);
  const values = plain.map(([name, value]) => ` ${c.dim(`${name}=`)}${fieldText(value)}`);
  const stacks = Object.values(fields).flatMap((value) => stackIn(value) ?? []);
  return [`${shown}${message.replaceAll("\r", "\n")}${values.join("")}`, ...stacks]
    .join("\n")
    .replaceAll("\n", "\n    ");
}

const fieldText = (value: unknown): string =>
  typeof value === "string" && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);

/** The stack of an error in a field, or the field that is itself one. */
function stackIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("stack" in value)) return undefined;
  const { stack, cause } = value as { stack: unknown; cause?: unknown };
  const text = Array.isArray(stack) ? stack.join("\n") : String(stack);
  const inner = stackIn(cause);
  return inner === undefined ? text : `${text}\nCaused by: ${inner}`;
}

/** Rows in columns, each as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
