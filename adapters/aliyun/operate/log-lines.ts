import type { InvocationResult, LogLevel, WrittenLine } from "../../operate.ts";
import { logLevelOf } from "../../shared/log-level.ts";

/** A message of a function's log, read. */
export interface ReadMessage {
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
