import type { AlicloudContext } from "../clients.ts";
import { rpc } from "../rpc.ts";
import { numbered, numberedTags, tagChanges } from "../tags.ts";

type Tags = Readonly<Record<string, string>> | undefined;

/** Brings a queue's or topic's tags from one map to the other. */
export async function retag(
  cloud: AlicloudContext,
  kind: "queue" | "topic",
  id: string,
  from: Tags,
  to: Tags,
): Promise<void> {
  const { set, remove } = tagChanges(from, to);
  const about = { RegionId: cloud.region, ResourceType: kind, ...numbered("ResourceId", [id]) };
  if (remove.length > 0) await rpc(cloud, "mns", "UntagResources", { ...about, ...numbered("TagKey", remove) });
  if (Object.keys(set).length > 0) await rpc(cloud, "mns", "TagResources", { ...about, ...numberedTags(set) });
}
