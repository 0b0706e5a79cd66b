export { tagChanges } from "../server/tag-changes.ts";

/** Tag lists of the services that say `[{ Key, Value }]`, as a map. */
export function tagMap(list: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""]));
}

/** A map of tags in the form `[{ Key, Value }]`. */
export function tagList(map: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}
