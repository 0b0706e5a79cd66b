import type { LogFields, Logger, LogLevel } from "../context.ts";

const LEVELS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** An error as a log line shows it. `stack` is mapped to the sources where source maps are on. */
function describe(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return { ...error, name, message, stack, ...(cause !== undefined && { cause }) };
}

/** JSON can't say errors and bigints by itself. */
const replacer = (_key: string, value: unknown): unknown =>
  value instanceof Error ? describe(value) : typeof value === "bigint" ? String(value) : value;

function toLine(entry: Record<string, unknown>): string {
  try {
    return JSON.stringify(entry, replacer);
  } catch (error) {
    // A cycle: the line must not be lost because of one field.
    const { time, level, message, requestId } = entry;
    return JSON.stringify({ time, level, message, requestId, unwritable: String(error) });
  }
}

/** Lines go to standard output: the platform collects them from there without a prefix of its own. */
const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A logger whose lines carry these fields. `print` and `level` are for tests. */
export function createLogger(
  fields: LogFields,
  print: (line: string) => void = write,
  level: string | undefined = process.env.POLYFN_LOG_LEVEL,
): Logger {
  const least = LEVELS[(level ?? "info").toLowerCase() as LogLevel] ?? LEVELS.info;
  const at = (level: LogLevel) => (message: string | Error, more?: LogFields) => {
    if (LEVELS[level] < least) return;
    const said = message instanceof Error ? { message: message.message, error: message } : { message };
    print(toLine({ time: new Date().toISOString(), level, ...said, ...fields, ...more }));
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: (more) => createLogger({ ...fields, ...more }, print, level),
  };
}
