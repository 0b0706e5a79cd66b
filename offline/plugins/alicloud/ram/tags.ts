import type { AlicloudContext } from "../clients.ts";
import { list, rpc } from "../rpc.ts";
import { numbered, tagChanges, tagList, tagState } from "../tags.ts";

type Kind = "role" | "policy";
type Tags = Readonly<Record<string, string>> | undefined;

/** The tags of a role or policy. */
export async function readTags(cloud: AlicloudContext, kind: Kind, id: string) {
  const answer = await rpc(cloud, "ram", "ListTagResources", { ResourceType: kind, ResourceNames: [id] });
  const nested = list(answer, "TagResources", "TagResource");
  return tagState(nested.length > 0 ? nested : list(answer, "TagResources"));
}

/** Changes the tags from one map to the other. */
export async function retag(cloud: AlicloudContext, kind: Kind, id: string, from: Tags, to: Tags): Promise<void> {
  const { set, remove } = tagChanges(from, to);
  const about = { ResourceType: kind, ResourceNames: [id] };
  if (remove.length > 0) {
    await rpc(cloud, "ram", "UntagResources", { ...about, TagKeys: remove, ...numbered("TagKey", remove) });
  }
  if (Object.keys(set).length > 0) await rpc(cloud, "ram", "TagResources", { ...about, Tag: tagList(set) });
}
