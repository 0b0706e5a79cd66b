import type { Adapter } from "../../../adapters/contract.ts";
import { UserError } from "../../../model/errors.ts";
import { nearest } from "../../../model/nearest.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import { eventFlags } from "./flags.ts";
import { events } from "./index.ts";
import type { GeneratedEvents } from "./json.ts";

/** Options of all generators: those that several kinds have are one option. */
export interface FlagOfKinds {
  readonly name: string;
  readonly value: string;
  /** A description of each kind, in one line. */
  readonly description: string;
}

/** `versionId` -> `version-id`. */
export const flagName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Every option of every kind. */
export function allFlags(): readonly FlagOfKinds[] {
  const found = new Map<string, { value: string; kinds: Map<string, string[]> }>();
  for (const [kind, flags] of Object.entries(eventFlags))
    for (const [name, { value, description }] of Object.entries(flags)) {
      const one = found.get(name) ?? { value, kinds: new Map<string, string[]>() };
      one.kinds.set(description, [...(one.kinds.get(description) ?? []), kind]);
      found.set(name, one.value === value ? one : { ...one, value: "<value>" });
    }
  return [...found].map(([name, { value, kinds }]) => ({
    name,
    value,
    description: [...kinds].map(([description, of]) => `${of.join(", ")}: ${description}`).join(" "),
  }));
}

/**
 * Makes an event of a kind from options of the command line.
 * @throws UserError for a kind that does not exist, an option that the kind does not have, or a value that is none.
 */
export function generateEvent(kind: string, given: Readonly<Record<string, string>>): Generated {
  const kinds = Object.keys(events);
  if (!isKind(kind)) {
    const meant = nearest(kind, kinds);
    const guess = meant === undefined ? "" : `Did you mean "${meant}"? `;
    throw new UserError(`There is no kind of trigger "${kind}".`, `${guess}Kinds: ${kinds.join(", ")}.`);
  }
  const flags = eventFlags[kind];
  const input = Object.entries(given).map(([name, text]) => {
    const flag = flags[name];
    if (flag !== undefined) return [flag.field ?? name, flag.read(text)] as const;
    const known = Object.keys(flags).map((one) => `--${flagName(one)}`);
    throw new UserError(`A ${kind} event has no --${flagName(name)}.`, `It has ${known.join(", ")}.`);
  });
  return { kind, event: events[kind](Object.fromEntries(input)) } as Generated;
}

/** An event with its kind. */
export type Generated = { [K in TriggerKind]: { readonly kind: K; readonly event: GeneratedEvents[K] } }[TriggerKind];

const isKind = (name: string): name is TriggerKind => Object.hasOwn(events, name);

/**
 * The payload that the adapter's cloud sends to a function for the event: JSON.
 * @throws UserError where there is none.
 */
export async function payloadOf({ kind, event }: Generated, adapter: Adapter): Promise<unknown> {
  const payload = (await adapter.payloads?.())?.[kind];
  if (typeof payload === "function") return payload(event as never);
  throw new UserError(
    `${adapter.title} has no payload of a ${kind} event to generate.`,
    payload ?? "Leave --raw out for the event as the handler receives it.",
  );
}
