import type { AlicloudContext } from "./clients.ts";
import type { ProductName } from "./products.ts";
import { rpc } from "./rpc.ts";
import { numbered, numberedTags, tagChanges } from "./tags.ts";

type Tags = Readonly<Record<string, string>> | undefined;

/**
 * Changes a resource's tags from one map to the other, in the way that RPC APIs share.
 * @param kind The product's name for the kind of resource: "queue", "secret".
 */
export async function retag(
  cloud: AlicloudContext,
  product: ProductName,
  kind: string,
  id: string,
  from: Tags,
  to: Tags,
): Promise<void> {
  const { set, remove } = tagChanges(from, to);
  const about = { RegionId: cloud.region, ResourceType: kind, ...numbered("ResourceId", [id]) };
  if (remove.length > 0) await rpc(cloud, product, "UntagResources", { ...about, ...numbered("TagKey", remove) });
  if (Object.keys(set).length > 0) await rpc(cloud, product, "TagResources", { ...about, ...numberedTags(set) });
}
