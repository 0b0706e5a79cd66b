import type { InvocationResult, LogLevel, WrittenLine } from "../../operate.ts";
import { objectIn } from "../../shared/json-object.ts";
import { logLevelOf } from "../../shared/log-level.ts";

/** A message of a function's log, read. */
export interface ReadMessage {
  /** As FC's own messages and the lines of its loggers name it. */
  readonly requestId?: string;
  /** Absent: FC's own message about the start, end or cost of a call. */
  readonly line?: WrittenLine;
}

/** FC's own messages, with the request that they name: https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/configure-the-logging-feature */
const OWN =
  /^(?:FC (?:Invoke|Initialize|PreStop|PreFreeze) (?:Start|End) RequestId: (?<id>[\w-]+)|FunctionCompute \w+ runtime inited|Duration: [\d.]+ ms, Billed Duration: |RequestId: [\w-]+ *$)/;

/** FC's loggers put time, request and level before what is logged. */
const PREFIX = /^\d{4}-\d\d-\d\d[T ]\S+ (?<id>[\w-]+) \[(?<level>\w+)\] (?<text>.*)$/s;

export function readMessage(message: string): ReadMessage {
  const text = message.replace(/[\r\n]+$/, "");
  const own = OWN.exec(text);
  if (own) return own.groups?.id === undefined ? {} : { requestId: own.groups.id };
  const { id, level = "", text: rest } = PREFIX.exec(text)?.groups ?? {};
  if (id === undefined || rest === undefined) return { line: { text } };
  const found: LogLevel | undefined = logLevelOf(level);
  return { requestId: id, line: { text: rest, ...(found !== undefined && { level: found }) } };
}

/**
 * Messages with each line of a text in its own entry joined to the logger's line before it. JSON, as `ctx.log` writes
 * it past the loggers, stays a message of its own.
 * @param isSameCall True for two neighbours that one call wrote. Default: all are of one call.
 */
export function joined<M extends ReadMessage>(
  messages: readonly M[],
  isSameCall: (a: M, b: M) => boolean = () => true,
): M[] {
  const found: M[] = [];
  for (const message of messages) {
    const last = found.at(-1);
    const { line, requestId } = message;
    const isNext = last?.requestId !== undefined && last.line && requestId === undefined && line;
    if (!isNext || objectIn(line.text) !== undefined || !isSameCall(last, message)) found.push(message);
    else found[found.length - 1] = { ...last, line: { ...last.line, text: `${last.line?.text}\n${line.text}` } };
  }
  return found;
}

const COST =
  /Duration: ([\d.]+) ms, Billed Duration: ([\d.]+) ms, Memory Size: [\d.]+ MB(?:, Max Memory Used: ([\d.]+) MB)?/;

/** Reads duration and memory of a call from the end of its log; empty without them. */
export function costIn(log: string): Pick<InvocationResult, "durationMs" | "billedMs" | "memoryMb"> {
  const [, duration, billed, memory] = COST.exec(log) ?? [];
  return duration === undefined
    ? {}
    : {
        ...{ durationMs: Number(duration), billedMs: Number(billed) },
        ...(memory !== undefined && { memoryMb: Number(memory) }),
      };
}
