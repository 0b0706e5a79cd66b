/** Kinds of rows in the `activity` table. */
export type ActivityKind = "image" | "push" | "clicks" | "alert";

/** Days after which a row of the feed is deleted. */
const KEPT_DAYS = 90;

/** The `expires` column of a row about something that happened at `time`: seconds since 1970, as the table's ttl wants it. */
export function expires(time: string | undefined): number {
  const happened = Date.parse(time ?? "");
  return Math.floor((Number.isNaN(happened) ? Date.now() : happened) / 1000) + KEPT_DAYS * 86_400;
}

/** A sort key that orders rows by time and is the same in every delivery of one event. */
export const chronological = (time: string | undefined, id: string): string => `${time ?? "0000"} ${id}`;
