import { UserError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import type { ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { readText } from "../../runtime/core/body.ts";
import { matches } from "../../runtime/shim/pattern.ts";
import type { Deliveries } from "./delivered.ts";

/** An event would not reach the function: no trigger of it selects such events. */
export class NotDeliveredError extends Error {
  override readonly name = "NotDeliveredError";
}

type Selects = {
  readonly [K in TriggerKind]?: (trigger: ResolvedTrigger<K>, content: Deliveries[K]) => string | undefined;
};

/** Why a trigger does not get an event; undefined where it does. Kinds that are left out take every event. */
const SELECTS: Selects = {
  bucket({ spec: { events, prefix, suffix } }, { type, data: { key } }) {
    if (!key.startsWith(prefix)) return `the key "${key}" does not begin with "${prefix}"`;
    if (!key.endsWith(suffix)) return `the key "${key}" does not end with "${suffix}"`;
    return events.some((event) => type === `polyfn.bucket.${event}`)
      ? undefined
      : `its events are ${events.join(", ")}`;
  },
  queue: ({ spec: { filter } }, messages) =>
    messages.some(({ data }) => filter !== undefined && !matches(filter, data))
      ? "its filter leaves a message out"
      : undefined,
  topic({ spec: { filter, filterOn } }, { data, attributes }) {
    const content = filterOn === "attributes" ? attributes : data;
    return filter === undefined || matches(filter, content)
      ? undefined
      : `its filter on ${filterOn} leaves the message out`;
  },
  stream: ({ spec: { filter } }, records) =>
    records.some(
      ({ text, data }) => filter !== undefined && !matches(filter, text === undefined ? data : readText(text).data),
    )
      ? "its filter leaves a record out"
      : undefined,
  bus({ spec: { pattern } }, { source, type, data }) {
    if (pattern.source !== undefined && !pattern.source.includes(source))
      return `its pattern does not take the source "${source}"`;
    if (pattern.type !== undefined && !pattern.type.includes(type))
      return `its pattern does not take the type "${type}"`;
    return pattern.data === undefined || matches(pattern.data, data) ? undefined : "its pattern does not take the data";
  },
  log: ({ spec: { pattern } }, { lines }) =>
    /^\w*$/.test(pattern) && lines.some(({ data }) => !data.message.includes(pattern))
      ? `a line does not have "${pattern}"`
      : undefined,
};

/** The triggers of a kind that an event can be for. @throws UserError for a function without one, or a wrong name. */
export function triggersOf<K extends TriggerKind>(fn: ResolvedFunction, kind: K, named?: string): ResolvedTrigger<K>[] {
  const ofKind = fn.triggers.filter((trigger) => trigger.kind === kind) as ResolvedTrigger<K>[];
  if (ofKind.length === 0) {
    const kinds = [...new Set(fn.triggers.map((trigger) => trigger.kind))].join(", ") || "none";
    throw new UserError(
      `The function "${fn.name}" has no trigger of kind ${kind}.`,
      `Kinds of its triggers: ${kinds}.`,
    );
  }
  if (named === undefined) return ofKind;
  const found = ofKind.filter(({ name }) => name === named);
  if (found.length > 0) return found;
  const names = ofKind.map(({ name }) => name);
  const meant = nearest(named, names);
  throw new UserError(
    `The function "${fn.name}" has no ${kind} trigger "${named}".`,
    meant === undefined ? `It has ${names.join(", ")}.` : `Did you mean "${meant}"?`,
  );
}

/**
 * The trigger that an event is for.
 * @throws NotDeliveredError where no trigger selects the event; UserError where several do.
 */
export function select<K extends TriggerKind>(triggers: readonly ResolvedTrigger<K>[], content: Deliveries[K]): string {
  const selects = SELECTS[triggers[0]?.kind as K] as
    | ((trigger: ResolvedTrigger<K>, content: Deliveries[K]) => string | undefined)
    | undefined;
  const judged = triggers.map((trigger) => ({ name: trigger.name, reason: selects?.(trigger, content) }));
  const [taken, ...others] = judged.filter(({ reason }) => reason === undefined);
  if (taken === undefined) {
    const reasons = judged.map(({ name, reason }) => `"${name}": ${reason}`).join("; ");
    throw new NotDeliveredError(`The event does not reach the function. ${reasons}.`);
  }
  if (others.length === 0) return taken.name;
  throw new UserError(
    `The event can be for several triggers: ${[taken, ...others].map(({ name }) => name).join(", ")}.`,
    `Name one: { trigger: "${taken.name}" }.`,
  );
}
