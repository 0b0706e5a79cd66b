import type { LogLevel, WrittenLine } from "../../operate.ts";
import { objectIn } from "../../shared/json-object.ts";
import { logLevelOf } from "../../shared/log-level.ts";

/** A message of a log: a line of the function or its runtime, or what Lambda says of a call. */
export interface ReadMessage {
  readonly requestId?: string;
  /** The call that the line itself names in a field, which may mean another one. */
  readonly named?: string;
  /** Absent: Lambda's own message about the start, end or cost of a call. */
  readonly line?: WrittenLine;
  /** The call that ends with this message. */
  readonly ends?: true;
}

const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const IS_ID = new RegExp(`^${ID}$`);
const TIME = String.raw`\d{4}-\d{2}-\d{2}T[\d:.]+Z`;

const OWN = new RegExp(`^(?:(START|END|REPORT) RequestId: (${ID})|INIT_START |INIT_REPORT |EXTENSION\\t)`);

/**
 * The beginning of runtimes' log lines: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html,
 * python-logging.html
 */
const PREFIXES: readonly { readonly form: RegExp; readonly level?: LogLevel }[] = [
  { form: new RegExp(`^${TIME}\\t(?<id>${ID}|undefined)\\t(?<level>[A-Z]+)\\t(?<text>[^]*)$`) },
  { form: new RegExp(`^\\[(?<level>[A-Z]+)\\]\\t${TIME}\\t(?<id>${ID})?\\t(?<text>[^]*)$`) },
  { form: new RegExp(`^${TIME} (?<id>${ID}) (?<text>Task timed out[^]*)$`), level: "error" },
  { form: new RegExp(`^RequestId: (?<id>${ID}) (?<text>(?:Process exited|Error:)[^]*)$`), level: "error" },
];

/** Reads a message in text or in Lambda's JSON format. */
export function readMessage(message: string): ReadMessage {
  const text = message.replace(/[\r\n]+$/, "");
  const own = OWN.exec(text);
  if (own) {
    const [, word, requestId] = own;
    return { ...(requestId !== undefined && { requestId }), ...(word === "REPORT" && { ends: true }) };
  }
  for (const { form, level } of PREFIXES) {
    const { id, level: word, text: rest } = form.exec(text)?.groups ?? {};
    if (rest === undefined) continue;
    const found = level ?? (word === undefined ? undefined : logLevelOf(word));
    return { ...idOf(id), line: { text: rest, ...(found !== undefined && { level: found }) } };
  }
  return readJson(text) ?? { line: { text } };
}

const idOf = (id: unknown) => (typeof id === "string" && id !== "" && id !== "undefined" ? { requestId: id } : {});

/** A JSON line stays whole: its reader shows the fields. Lambda's own have a type that begins with "platform.". */
function readJson(text: string): ReadMessage | undefined {
  const json = objectIn(text);
  if (json === undefined) return undefined;
  const { type, record, requestId, AWSRequestId } = json;
  const named = requestId ?? AWSRequestId;
  if (typeof type === "string" && type.startsWith("platform.") && typeof record === "object" && record !== null) {
    return {
      ...idOf((record as { requestId?: unknown }).requestId),
      ...(type === "platform.report" && { ends: true }),
    };
  }
  return { ...(typeof named === "string" && IS_ID.test(named) && { named }), line: { text } };
}

/** Duration and memory of a call. */
export interface Report {
  readonly durationMs?: number;
  readonly billedMs?: number;
  readonly memoryMb?: number;
}

/** Reads Lambda's report from the lines of a call's log; empty where there is none. */
export function reportIn(lines: readonly string[]): Report {
  for (const line of lines) {
    if (line.startsWith("REPORT ")) {
      const value = (name: string) => new RegExp(`\\t${name}: ([\\d.]+) `).exec(line)?.[1];
      return report(value("Duration"), value("Billed Duration"), value("Max Memory Used"));
    }
    const { type, record } = objectIn(line) ?? {};
    if (type !== "platform.report") continue;
    const { metrics = {} } = record as { metrics?: Readonly<Record<string, unknown>> };
    return report(metrics.durationMs, metrics.billedDurationMs, metrics.maxMemoryUsedMB);
  }
  return {};
}

function report(duration: unknown, billed: unknown, memory: unknown): Report {
  return {
    ...(duration !== undefined && { durationMs: Number(duration) }),
    ...(billed !== undefined && { billedMs: Number(billed) }),
    ...(memory !== undefined && { memoryMb: Number(memory) }),
  };
}
