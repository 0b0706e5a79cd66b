import type { LogFields, Logger, LogLevel } from "../context.ts";

const LEVELS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** JSON can't say errors and bigints by itself. An error's stack is mapped to the sources where source maps are on. */
function replacer(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { ...value, name, message, stack, cause };
}

/** Lines go to standard output: the platform collects them from there without a prefix of its own. */
function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

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
    const line = { time: new Date().toISOString(), level, ...said, ...fields };
    try {
      print(JSON.stringify({ ...line, ...more }, replacer));
    } catch (error) {
      // A cycle: the line must not be lost because of one field.
      print(JSON.stringify({ ...line, unwritable: `${error}` }, replacer));
    }
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: (more) => createLogger({ ...fields, ...more }, print, level),
  };
}
