import { randomUUID } from "node:crypto";
import { UserError } from "../../../model/errors.ts";

/** The common fields of generated events. With both given, generating is deterministic. */
export interface Stamp {
  /** Default: a new UUID. */
  readonly id?: string;
  /** When it happened. Text: RFC 3339. Default: now. */
  readonly time?: Date | string;
}

export const idOf = ({ id }: Stamp): string => id ?? randomUUID();

/**
 * RFC 3339 in UTC.
 * @throws UserError for text that is not a time.
 */
export function timeOf({ time = new Date() }: Stamp): string {
  const date = new Date(time);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new UserError(`time: "${time}" is not a time.`, "Write it as in RFC 3339, for example 2026-01-31T08:00:00Z.");
}

/** Whole seconds, as schedulers write times. */
export const secondOf = (stamp: Stamp): string => timeOf(stamp).replace(/\.\d+Z$/, "Z");

/** Position of the nth record of a batch: numbers that grow with time. */
export const sequenceOf = (time: string, index: number): string => String(Date.parse(time) * 1000 + index);

/** Content as its sender sends it: text as it is, anything else as JSON. */
export const textOf = (content: unknown): string =>
  typeof content === "string" ? content : (JSON.stringify(content) ?? "");

/** A handler's reading of content: text can be JSON of any type. */
export type DataOf<Content> = Content extends string ? unknown : Content;

/** The items given, or one with defaults. */
export const orOne = <Item extends object>(items: readonly Item[]): readonly Partial<Item>[] =>
  items.length === 0 ? [{}] : items;
