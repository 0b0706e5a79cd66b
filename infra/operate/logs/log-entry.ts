import type { LogLevel, LogLine } from "../../../adapters/operate.ts";
import { objectIn } from "../../../adapters/shared/json-object.ts";
import { logLevelOf } from "../../../adapters/shared/log-level.ts";
import { RECORDED } from "../../../runtime/shim/record.ts";

/** A line of a log, read: the same for every cloud and every way to write logs. */
export interface LogEntry {
  readonly target: string;
  readonly region?: string;
  /** Name in the spec. */
  readonly function: string;
  readonly time: Date;
  readonly requestId?: string;
  readonly level?: LogLevel;
  /** Of a JSON line its message, else the whole text. */
  readonly message: string;
  /** The other fields of a JSON line. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The source of a line. */
export type LogOrigin = Pick<LogEntry, "target" | "region" | "function">;

/** Names of a JSON line's message, by Node.js's, Python's and other loggers; the first that is there counts. */
const MESSAGES = ["message", "msg", "event"];
const LEVELS = ["level", "severity", "log_level", "levelname"];
/** The known fields of an entry. */
const KNOWN = ["time", "timestamp", "requestId", "AWSRequestId", "function"];

/** Reads a line: JSON objects with a message, and text. */
export function entryOf(origin: LogOrigin, { time, text, level, requestId }: LogLine): LogEntry {
  const { level: own, message, fields } = readLine(text);
  const known = own ?? level;
  return {
    ...origin,
    time,
    ...(requestId !== undefined && { requestId }),
    ...(known !== undefined && { level: known }),
    message,
    ...(fields && { fields }),
  };
}

function readLine(text: string): Pick<LogEntry, "level" | "message" | "fields"> {
  const json = objectIn(text);
  const name = MESSAGES.find((one) => typeof json?.[one] === "string");
  if (json === undefined || name === undefined) return { message: text };
  const levelName = LEVELS.find((one) => levelIn(json[one]) !== undefined);
  const level = levelName === undefined ? undefined : levelIn(json[levelName]);
  const used = [name, levelName, ...KNOWN];
  const fields = Object.entries(json).filter(([field]) => !used.includes(field));
  return {
    message: String(json[name]),
    ...(level !== undefined && { level }),
    ...(fields.length > 0 && { fields: Object.fromEntries(fields) }),
  };
}

/** A level's name, or its number in pino and bunyan. */
function levelIn(value: unknown): LogLevel | undefined {
  if (typeof value === "string") return logLevelOf(value);
  if (typeof value !== "number") return undefined;
  return ORDER[Math.min(Math.floor(value / 10) - 1, ORDER.length - 1)];
}

const ORDER: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal"];

/** True if an entry is a part of a recorded event, which is nothing that the function itself wrote. */
export const isRecording = ({ message, fields }: LogEntry): boolean =>
  message === RECORDED && fields?.recorded !== undefined;

/** True if an entry is of a level or above it. A line without a level counts as "info". */
export const isAtLeast = ({ level = "info" }: LogEntry, least: LogLevel): boolean =>
  ORDER.indexOf(level) >= ORDER.indexOf(least);
