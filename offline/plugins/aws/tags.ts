import { isUnserved } from "./errors.ts";

export { tagChanges } from "../server/tag-changes.ts";

/** The answer of a call about tags; `instead` if the server does not serve it, and so has no tags but those of the creation. */
export async function unlessUnserved<T, U>(call: Promise<T>, instead: U): Promise<T | U> {
  try {
    return await call;
  } catch (error) {
    if (isUnserved(error)) return instead;
    throw error;
  }
}

/** Tag lists of the services that say `[{ Key, Value }]`, as a map. */
export function tagMap(list: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""]));
}

/** A map of tags in the form `[{ Key, Value }]`. */
export function tagList(map: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}
