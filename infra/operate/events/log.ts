import type { LogBatch } from "../../../runtime/events.ts";
import { logLine } from "../../../runtime/shim/log-line.ts";
import { idOf, orOne, type Stamp, textOf, timeOf } from "./stamp.ts";

/** A line of a log. */
export interface LogLineInput extends Stamp {
  /** Text is written as it is, anything else as JSON. Default: "hello". */
  readonly message?: unknown;
  /** The log that all lines belong to; the first line's counts. Default: "log". */
  readonly log?: string;
  /** The part of the log; the first line's counts. Default: "1". */
  readonly stream?: string;
}

/** A batch with a line for each argument; without arguments, one line. */
export function log(...lines: readonly LogLineInput[]): LogBatch {
  const given = orOne(lines);
  const { log: name = "log", stream = "1" } = given[0] ?? {};
  const toLine = (input: LogLineInput) =>
    logLine({
      id: idOf(input),
      log: name,
      time: Date.parse(timeOf(input)),
      message: textOf(input.message ?? "hello"),
      raw: undefined,
    });
  return { log: name, stream, lines: given.map(toLine) };
}
