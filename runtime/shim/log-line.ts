import { readText } from "../core/body.ts";
import { timeOf } from "../core/values.ts";
import type { LogLine } from "../events.ts";

/** A line as a cloud tells it. */
interface ToldLine {
  readonly id: string;
  /** Name of the log. */
  readonly log: string;
  /** Milliseconds. */
  readonly time: number | undefined;
  readonly message: string;
  /** The text after the prefix of the cloud's loggers. Default: the message. */
  readonly said?: string;
  readonly raw: unknown;
}

/** A line of a log, with the fields of a message that is a JSON object. */
export function logLine({ id, log, time, message, said = message, raw }: ToldLine): LogLine {
  const { data } = readText(said);
  const fields = typeof data === "object" && data !== null && !Array.isArray(data) ? { fields: { ...data } } : {};
  return {
    specversion: "1.0",
    id,
    source: `log/${log}`,
    type: "polyfn.log.line",
    time: timeOf(time),
    data: { message, ...fields },
    raw,
  };
}
