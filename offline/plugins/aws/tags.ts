/** Tag lists of the services that say `[{ Key, Value }]`, as a map. */
export function tagMap(list: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""]));
}

/** A map of tags in the form `[{ Key, Value }]`. */
export function tagList(map: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}

/** Which tags to set and which keys to take away, to come from one map to the other. */
export function tagChanges(from: Readonly<Record<string, string>> = {}, to: Readonly<Record<string, string>> = {}) {
  return {
    set: Object.fromEntries(Object.entries(to).filter(([key, value]) => from[key] !== value)),
    remove: Object.keys(from).filter((key) => !(key in to)),
  };
}
