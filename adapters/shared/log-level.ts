import type { LogLevel } from "../operate.ts";

/** Names that runtimes and logging libraries use, in lower case. */
const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: "trace",
  verbose: "debug",
  debug: "debug",
  info: "info",
  information: "info",
  notice: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  err: "error",
  critical: "fatal",
  alert: "fatal",
  emergency: "fatal",
  fatal: "fatal",
};

/** The level that a word names, in any case. Undefined: it names none. */
export const logLevelOf = (word: string): LogLevel | undefined => LEVELS[word.toLowerCase()];
