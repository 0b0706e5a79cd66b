import { z } from "zod";
import type { Operation } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import type { Instances } from "../ots/instances.ts";
import { answer, exact, find, may, read } from "./common.ts";

const Resources = z.object({ ResourceType: z.string(), ResourceIds: z.array(z.string()).min(1) });

/** Tags of instances. */
export const tagOperations = (world: World, instances: Instances): Operation[] => [
  {
    name: "TagResources",
    route: { method: "POST", path: "/v2/openapi/tagresources" },
    permission: may("TagResources"),
    run: (call) => {
      const schema = Resources.extend({
        Tags: z.array(z.object({ Key: z.string().min(1), Value: z.string() })).max(20),
      });
      const { ResourceIds, Tags } = read(call, schema);
      for (const name of ResourceIds) {
        const { tags } = find(instances, call, name);
        for (const { Key, Value } of Tags) tags[Key] = Value;
      }
      world.changed();
      return answer(call);
    },
  },
  {
    ...exact("UntagResources", "ResourceType", "ResourceIds", "TagKeys", "All"),
    route: { method: "POST", path: "/v2/openapi/untagresources" },
    permission: may("UntagResources"),
    run: (call) => {
      const schema = Resources.extend({ TagKeys: z.array(z.string()).nullish(), All: z.boolean().nullish() });
      const { ResourceIds, TagKeys, All } = read(call, schema);
      for (const name of ResourceIds) {
        const { tags } = find(instances, call, name);
        for (const key of All ? Object.keys(tags) : (TagKeys ?? [])) delete tags[key];
      }
      world.changed();
      return answer(call);
    },
  },
  {
    name: "ListTagResources",
    route: { method: "GET", path: "/v2/openapi/listtagresources" },
    permission: may("ListTagResources"),
    run: (call) => {
      const wanted = readIds(call.request.query.get("ResourceId"));
      const tagged = instances.all.filter(
        ({ name, region }) => region === call.region && (wanted.length === 0 || wanted.includes(name)),
      );
      const TagResources = tagged.flatMap(({ name, tags }) =>
        Object.entries(tags).map(([TagKey, TagValue]) => ({
          ResourceType: "INSTANCE",
          ResourceId: name,
          TagKey,
          TagValue,
        })),
      );
      return answer(call, { TagResources });
    },
  },
];

/** A list as JSON, or with commas. */
const readIds = (text: string | null): string[] =>
  (text ?? "")
    .replace(/[[\]"]/g, "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
