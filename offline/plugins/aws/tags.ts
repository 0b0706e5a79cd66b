import { isUnserved } from "./errors.ts";

export { tagChanges } from "../server/tag-changes.ts";

/**
 * Returns the response of a call about tags, or `instead` when the server does not serve it and keeps only the tags of
 * the creation.
 */
export async function unlessUnserved<T, U>(call: Promise<T>, instead: U): Promise<T | U> {
  try {
    return await call;
  } catch (error) {
    if (isUnserved(error)) return instead;
    throw error;
  }
}

/** Converts `[{ Key, Value }]` to a map. */
export function tagMap(list: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""]));
}

/** Converts a map of tags to `[{ Key, Value }]`. */
export function tagList(map: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}
