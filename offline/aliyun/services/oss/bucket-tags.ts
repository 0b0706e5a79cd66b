import { childOf, childrenOf, parseXml, textOf, toXml } from "../../core/xml.ts";
import { invalid } from "./operation.ts";
import type { Bucket } from "./state.ts";

/** Tags of a bucket, as its tagging document has them. */
export const tagsOf = ({ settings }: Pick<Bucket, "settings">): ReadonlyMap<string, string> =>
  new Map(
    childrenOf(childOf(parseXml(settings.tagging ?? ""), "TagSet"), "Tag").map((tag) => [
      textOf(tag, "Key") ?? "",
      textOf(tag, "Value") ?? "",
    ]),
  );

/** The tagging document without some tags; undefined where none is left. */
export function withoutTags(document: string, keys: readonly string[]): string | undefined {
  const rest = [...tagsOf({ settings: { tagging: document } })].filter(([key]) => !keys.includes(key));
  if (rest.length === 0) return undefined;
  return toXml("Tagging", { TagSet: { Tag: rest.map(([Key, Value]) => ({ Key, Value })) } });
}

/**
 * The tags that ListBuckets asks for, by `tagging="key":"value",...` or by `tag-key` and `tag-value`; undefined where it
 * asks for none. A value of undefined stands for any.
 * @throws ApiError 400 InvalidArgument
 */
export function wantedTags(query: URLSearchParams): readonly (readonly [string, string | undefined])[] | undefined {
  const [tagging, key, value] = ["tagging", "tag-key", "tag-value"].map((name) => query.get(name) ?? undefined);
  if (tagging !== undefined) {
    if (key !== undefined || value !== undefined) throw invalid("tagging", tagging, "tagging excludes tag-key.");
    const pairs = [...tagging.matchAll(/"([^"]*)":"([^"]*)"(?:,|$)/g)];
    if (pairs.length === 0 || pairs.map(([pair]) => pair).join("") !== tagging) {
      throw invalid("tagging", tagging, 'tagging must be "key":"value" pairs, with commas between them.');
    }
    return pairs.map(([, tagKey = "", tagValue = ""]) => [tagKey, tagValue]);
  }
  if (key === undefined && value !== undefined) throw invalid("tag-value", value, "tag-value needs tag-key.");
  return key === undefined ? undefined : [[key, value]];
}
