import { ApiError } from "../../core/error.ts";
import type { ObjectVersion } from "./state.ts";

/** Checks the conditions of a read. `prefix` is that of the headers: empty, or "x-oss-copy-source-". */
export function checkConditions(
  headers: Readonly<Record<string, string>>,
  version: ObjectVersion,
  prefix = "",
): "changed" | "unchanged" {
  const given = (name: string) => headers[`${prefix}${name}`];
  const modified = Math.floor(version.modified / 1000) * 1000;
  const same = (list: string) => list.split(",").some((tag) => ["*", version.etag].includes(bare(tag)));
  const match = given("if-match");
  if (match !== undefined && !same(match)) throw failed("If-Match");
  const unmodified = time(given("if-unmodified-since"));
  if (match === undefined && unmodified !== undefined && modified > unmodified) throw failed("If-Unmodified-Since");
  const noneMatch = given("if-none-match");
  if (noneMatch !== undefined) return same(noneMatch) ? "unchanged" : "changed";
  const since = time(given("if-modified-since"));
  return since !== undefined && modified <= since ? "unchanged" : "changed";
}

const bare = (tag: string): string => tag.trim().replace(/^"|"$/g, "").toUpperCase();

/** A time that can't be read is as if none were given. */
function time(text: string | undefined): number | undefined {
  const milliseconds = Date.parse(text ?? "");
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

const failed = (condition: string): ApiError =>
  new ApiError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.", {
    Condition: condition,
  });

export interface Range {
  readonly start: number;
  /** The last byte, included. */
  readonly end: number;
}

/**
 * The part of the object that is asked for; undefined for all of it, as also for a range that the object hasn't: only
 * with `x-oss-range-behavior: standard` that is refused.
 */
export function readRange(headers: Readonly<Record<string, string>>, size: number): Range | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(headers.range?.trim() ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return undefined;
  const range =
    from === ""
      ? { start: Math.max(0, size - Number(to)), end: size - 1 }
      : { start: Number(from), end: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
  if (range.start <= range.end && (from !== "" || Number(to) > 0)) return range;
  if (headers["x-oss-range-behavior"] !== "standard") return undefined;
  throw new ApiError(416, "InvalidRange", "The requested range cannot be satisfied.", {
    ActualObjectSize: String(size),
    RangeRequested: headers.range ?? "",
    "header:content-range": `bytes */${size}`,
  });
}
