import { ApiError } from "../../../core/error.ts";
import { listOf, param, rpc, tagsOf } from "../../../core/rpc.ts";
import { onAccount } from "../permissions.ts";
import type { RamStore } from "../store.ts";

const MOST_TAGS = 20;

export const tagOperations = (store: RamStore) => {
  const finders = { role: store.role, policy: store.policy, user: store.user };
  type Kind = keyof typeof finders;
  const input = { ResourceType: param.choice<Kind>("role", "policy", "user") };
  const named = (kind: Kind, params: Readonly<Record<string, string>>) => {
    const names = params.ResourceNames ? listOf(params, "ResourceNames") : listOf(params, "ResourceName");
    if (names.length === 0)
      throw new ApiError(400, "MissingResourceNames", "ResourceNames is mandatory for this action.");
    return names.map((name) => ({ name, thing: finders[kind](name) }));
  };
  return [
    rpc({
      name: "TagResources",
      permission: onAccount("TagResources"),
      input,
      run({ ResourceType }, { params }) {
        for (const { name, thing } of named(ResourceType, params)) {
          const tags = { ...thing.tags, ...tagsOf(params) };
          if (Object.keys(tags).length > MOST_TAGS) {
            throw new ApiError(409, "LimitExceeded.Tag", `${name} has ${MOST_TAGS} tags at most.`);
          }
          thing.tags = tags;
        }
        return {};
      },
    }),
    rpc({
      name: "UntagResources",
      permission: onAccount("UntagResources"),
      lists: ["ResourceNames", "ResourceName", "TagKeys", "TagKey"],
      input: { ...input, All: param.flag().default(false) },
      run({ ResourceType, All }, { params }) {
        const keys = params.TagKeys ? listOf(params, "TagKeys") : listOf(params, "TagKey");
        for (const { thing } of named(ResourceType, params)) {
          const kept = Object.entries(thing.tags).filter(([key]) => !All && !keys.includes(key));
          thing.tags = Object.fromEntries(kept);
        }
        return {};
      },
    }),
    rpc({
      name: "ListTagResources",
      permission: onAccount("ListTagResources"),
      input,
      run({ ResourceType }, { params }) {
        const rows = named(ResourceType, params).flatMap(({ name, thing }) =>
          Object.entries(thing.tags).map(([key, value]) => ({
            ResourceName: name,
            ResourceType: ResourceType.toUpperCase(),
            TagKey: key,
            TagValue: value,
          })),
        );
        return { TagResources: rows };
      },
    }),
  ];
};
