import { tagChanges } from "../server/tag-changes.ts";

export { tagChanges };

/** Keys that the vendor's own services set. The provider leaves them out of the state. */
const VENDOR = /^(aliyun|acs:|http:\/\/|https:\/\/|sae\.do\.not\.delete)/;

/** Tags in any format of the services, as a map; `null` for none. */
export function tagState(found: unknown): Record<string, string> | null {
  const entries = Array.isArray(found) ? found.map(entryOf) : Object.entries((found ?? {}) as Record<string, unknown>);
  const own = entries.filter(([key]) => key !== "" && !VENDOR.test(key));
  return own.length > 0 ? Object.fromEntries(own.map(([key, value]) => [key, String(value ?? "")])) : null;
}

function entryOf(tag: Record<string, unknown>): [string, unknown] {
  const key = tag.TagKey ?? tag.Key ?? tag.tagKey ?? tag.key ?? "";
  return [String(key), tag.TagValue ?? tag.Value ?? tag.tagValue ?? tag.value];
}

/** `[{ Key, Value }]`, or with lowercase names. */
export function tagList(map: Readonly<Record<string, string>> = {}): { Key: string; Value: string }[] {
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}

/** `Tag.1.Key`, `Tag.1.Value`, ...: the list format of RPC calls. */
export function numberedTags(map: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value], index) => [
      [`Tag.${index + 1}.Key`, key],
      [`Tag.${index + 1}.Value`, value],
    ]),
  );
}

/** `TagKey.1`, ... and `ResourceId.1`, ...: the list format of RPC calls for strings. */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
