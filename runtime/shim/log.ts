import type { LogFields, Logger, LogLevel } from "../context.ts";

const LEVELS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Any value as a string: whatever was thrown may have methods that throw. */
export function textOf(value: unknown): string {
  try {
    return String((value as Error | null | undefined)?.stack ?? value);
  } catch {
    return "?";
  }
}

/**
 * JSON can't say errors and bigints by itself. An error's stack is mapped to the sources where source maps are on. Each
 * error is written once: it may be its own cause.
 */
function replacer(): (key: string, value: unknown) => unknown {
  const seen = new Set<unknown>();
  return (_key, value) => {
    if (/bigint|symbol/.test(typeof value) || seen.has(value)) return String(value);
    if (!(value instanceof Error)) return value;
    seen.add(value);
    return { ...value, name: value.name, message: value.message, stack: value.stack, cause: value.cause };
  };
}

/** A logger whose lines carry these fields. `print` and `level` are for tests. */
export function createLogger(
  fields: LogFields,
  // Lines go to standard output: the platform collects them from there without a prefix of its own.
  print: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
  level: string | undefined = process.env.POLYFN_LOG_LEVEL,
): Logger {
  const least = LEVELS[level?.toLowerCase() as LogLevel] ?? LEVELS.info;
  const methods = Object.keys(LEVELS).map((at) => [
    at,
    (message: string | Error, more?: LogFields) => {
      if (LEVELS[at as LogLevel] < least) return;
      const said = message instanceof Error ? { message: message.message, error: message } : { message };
      const line: Record<string, unknown> = { time: new Date().toISOString(), level: at, ...said, ...fields, ...more };
      let text: string;
      try {
        text = JSON.stringify(line, replacer());
      } catch (error) {
        // A cycle, or a getter that throws: the line must not be lost because of one field.
        line.unwritable = error;
        for (const name in line) line[name] = textOf(line[name]);
        text = JSON.stringify(line);
      }
      print(text);
    },
  ]);
  return {
    ...Object.fromEntries(methods),
    with(more: LogFields) {
      return createLogger({ ...fields, ...more }, print, level);
    },
  };
}
