import { UserError } from "../../../model/errors.ts";
import { hasShim } from "../../../model/function.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import { RECORDED, type RecordedPart } from "../../../runtime/shim/record.ts";
import { type DeployedApp, functionIn, triggerIn } from "../deployed-app.ts";
import { type LogsQuery, readLogs } from "../logs/read-logs.ts";
import type { LogEntry, LogOrigin } from "../logs/log-entry.ts";
import { readEvent } from "./json.ts";

/** A real event of a trigger, without its secrets. */
export interface RecordedEvent extends LogOrigin {
  readonly id: string;
  /** When the function received it. */
  readonly time: Date;
  /** The event as `readEvent` reads it, for people too. Absent: it was too large to record. */
  readonly json?: string;
  /** Characters. */
  readonly size: number;
}

/**
 * Events that a trigger's function has recorded in its log, as they are complete.
 * @throws UserError for a trigger that does not exist, and a function that does not record.
 */
export async function* recordedEvents(
  apps: readonly DeployedApp[],
  [functionName, triggerName]: readonly [string, string],
  query: Pick<LogsQuery, "since" | "follow">,
): AsyncGenerator<RecordedEvent> {
  for (const { app } of apps) requireRecording(app, functionName, triggerName);
  const parts = new Map<string, (string | undefined)[]>();
  for await (const entry of readLogs(apps, [functionName], { ...query, filter: RECORDED, recordings: true })) {
    const part = entry.fields?.recorded as RecordedPart;
    if (!isOf(part, triggerName, apps)) continue;
    const known = parts.get(part.id) ?? [];
    known[part.part] = part.json;
    parts.set(part.id, known);
    if (Object.keys(known).length < part.parts) continue;
    parts.delete(part.id);
    yield eventOf(entry, part, part.parts === 0 ? undefined : known.join(""));
  }
}

/** Where the cloud does not tell a kind's triggers apart, an event counts for each of them. */
function isOf({ kind, trigger }: RecordedPart, wanted: string, [first]: readonly DeployedApp[]): boolean {
  if (trigger !== undefined) return trigger === wanted;
  const functions = [...(first?.app.functions.values() ?? [])];
  return functions.some(({ triggers }) => triggers.some((one) => one.name === wanted && one.kind === kind));
}

function eventOf(entry: LogEntry, { id, kind, size }: RecordedPart, json: string | undefined): RecordedEvent {
  const { target, region, time } = entry;
  const head = { target, ...(region !== undefined && { region }), function: entry.function, id, time, size };
  return json === undefined ? head : { ...head, json: indented(kind, json) };
}

/** @throws UserError for text that is no event of the kind. */
function indented(kind: TriggerKind, json: string): string {
  readEvent(kind, json);
  return `${JSON.stringify(JSON.parse(json), undefined, 2)}\n`;
}

function requireRecording(app: DeployedApp["app"], functionName: string, triggerName: string): void {
  triggerIn(app, functionName, triggerName);
  const fn = functionIn(app, functionName);
  if (!hasShim(fn)) {
    throw new UserError(
      `The function "${functionName}" has no shim of polyfn, which records events: only Node.js functions do.`,
      "Generate an event instead: polyfn events generate.",
    );
  }
  if (fn.recordEvents) return;
  throw new UserError(
    `The function "${functionName}" does not record its events.`,
    "Set recordEvents: true in the spec, for example under this stack's environment, and deploy it with polyfn up.",
  );
}
