import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { listOf, param, rpc } from "../../core/rpc.ts";
import type { Call } from "../../core/service.ts";
import type { ParameterStore } from "./store.ts";

const map = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));

/** `Tags={"a":"b"}`, or `Tags.a=b`. */
export function tagMap(params: Readonly<Record<string, string>>): Record<string, string> {
  if (!params.Tags) {
    const flat = Object.entries(params).filter(([name]) => name.startsWith("Tags."));
    return Object.fromEntries(flat.map(([name, value]) => [name.slice("Tags.".length), value]));
  }
  try {
    return map.parse(JSON.parse(params.Tags));
  } catch {
    throw new ApiError(400, "InvalidParameter.Tags", "Tags is a JSON object of text.");
  }
}

const permission = (action: string) => ({
  action: `oos:${action}`,
  resource: ({ region, account }: Call) => `acs:oos:${region}:${account}:*`,
});

export const tagOperations = (store: ParameterStore) => {
  const input = { ResourceType: param.choice("parameter", "secretparameter") };
  type Kind = "parameter" | "secretparameter";
  const named = (kind: Kind, { region, params }: Call) =>
    listOf(params, "ResourceIds").map((name) => store.find(kind, region, name));
  return [
    rpc({
      name: "TagResources",
      permission: permission("TagResources"),
      input,
      run({ ResourceType }, call) {
        for (const parameter of named(ResourceType, call))
          parameter.tags = { ...parameter.tags, ...tagMap(call.params) };
        return {};
      },
    }),
    rpc({
      name: "UntagResources",
      permission: permission("UntagResources"),
      lists: ["ResourceIds", "TagKeys"],
      input: { ...input, All: param.flag().default(false) },
      run({ ResourceType, All }, call) {
        const keys = listOf(call.params, "TagKeys");
        for (const parameter of named(ResourceType, call)) {
          const kept = Object.entries(parameter.tags).filter(([key]) => !All && !keys.includes(key));
          parameter.tags = Object.fromEntries(kept);
        }
        return {};
      },
    }),
    rpc({
      name: "ListTagResources",
      permission: permission("ListTagResources"),
      input,
      run({ ResourceType }, call) {
        const rows = named(ResourceType, call).flatMap(({ name, tags }) =>
          Object.entries(tags).map(([TagKey, TagValue]) => ({ ResourceId: name, ResourceType, TagKey, TagValue })),
        );
        return { TagResources: { TagResource: rows } };
      },
    }),
  ];
};
