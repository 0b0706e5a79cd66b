import { randomUUID } from "node:crypto";
import { finish } from "../../server/finish.ts";
import { erase, type Fields, type ResourceType } from "../../server/resource-type.ts";
import { retry } from "../../server/retry.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { errorCode } from "../errors.ts";
import { part } from "../rpc.ts";
import { bucketTable } from "./bucket.table.ts";
import { type Inputs, PARTS, type State } from "./bucket-parts.ts";
import { listOf, ossCall, partOrNone } from "./call.ts";

/** https://help.aliyun.com/zh/oss/developer-reference/putbucket */
const bucketType: ResourceType<AlicloudContext, Inputs, State> = {
  table: bucketTable,

  async create(cloud, inputs) {
    const name = inputs.bucket ?? `tf-oss-bucket-${randomUUID().replaceAll("-", "").slice(0, 26)}`;
    const { storageClass = "Standard", redundancyType = "LRS" } = inputs;
    await ossCall(cloud, name, {
      method: "PUT",
      headers: {
        "x-oss-acl": inputs.acl ?? "private",
        ...(inputs.resourceGroupId && { "x-oss-resource-group-id": inputs.resourceGroupId }),
      },
      document: { CreateBucketConfiguration: { StorageClass: storageClass, DataRedundancyType: redundancyType } },
    });
    return finish(name, () =>
      setParts(cloud, name, inputs, new Set(Object.keys(inputs).filter((key) => isGiven(inputs, key)))),
    );
  },

  async read(cloud, id, last) {
    const info = part(await ossCall(cloud, id, { method: "GET", part: "bucketInfo" }), "Bucket");
    const parts = await Promise.all(
      PARTS.map(async ({ name, read }) => (read ? read(await partOrNone(cloud, id, name)) : {})),
    );
    const state: Partial<State> = Object.assign({}, ...parts);
    const { policy } = last;
    return {
      ...fromInfo(info),
      bucket: id,
      ...state,
      ...(state.policy && policy && { policy: sameOr(policy, state.policy) }),
    };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(bucketTable, { ...old }, { ...inputs });
    if (changed.has("acl")) {
      await ossCall(cloud, id, { method: "PUT", part: "acl", headers: { "x-oss-acl": inputs.acl ?? "private" } });
    }
    if (changed.has("resourceGroupId")) {
      const document = { BucketResourceGroupConfiguration: { ResourceGroupId: inputs.resourceGroupId } };
      await ossCall(cloud, id, { method: "PUT", part: "resourceGroup", document });
    }
    await setParts(cloud, id, inputs, changed);
  },

  async delete(cloud, id, { forceDestroy }) {
    const remove = () => ossCall(cloud, id, { method: "DELETE" });
    if (!forceDestroy) {
      await remove();
      return;
    }
    const when = (error: unknown) => errorCode(error) === "BucketNotEmpty";
    const emptied = async () => {
      await empty(cloud, id);
      await remove();
    };
    await retry(emptied, { when, seconds: 300, signal: cloud.signal });
  },

  async find(_cloud, inputs) {
    return inputs.bucket;
  },
};

/** A new bucket has no settings, so empty ones need no call. */
function isGiven(inputs: Inputs, key: string): boolean {
  const value = inputs[key as keyof Inputs];
  return value !== undefined && value !== (bucketTable.properties[key]?.default as unknown);
}

async function setParts(cloud: AlicloudContext, id: string, inputs: Inputs, keys: ReadonlySet<string>): Promise<void> {
  for (const { name, keys: own, document } of PARTS.filter(({ keys: own }) => own.some((key) => keys.has(key)))) {
    const content = document(inputs);
    const overlap = own.includes("lifecycleRuleAllowSameActionOverlap") && inputs.lifecycleRuleAllowSameActionOverlap;
    const headers: Record<string, string> = overlap ? { "x-oss-allow-same-action-overlap": "true" } : {};
    if (content === undefined) await ossCall(cloud, id, { method: "DELETE", part: name });
    else await ossCall(cloud, id, { method: "PUT", part: name, document: content, headers });
  }
}

/** Properties from `GetBucketInfo`. */
function fromInfo(info: Fields): Partial<State> {
  const text = (key: string) => String(info[key] ?? "");
  const [rule] = listOf(info.ServerSideEncryptionRule);
  const encrypted = rule?.SSEAlgorithm !== undefined && rule.SSEAlgorithm !== "" && rule.SSEAlgorithm !== "None";
  return {
    acl: String(part(info, "AccessControlList").Grant ?? "private"),
    creationDate: text("CreationDate").slice(0, 10),
    extranetEndpoint: text("ExtranetEndpoint"),
    intranetEndpoint: text("IntranetEndpoint"),
    location: text("Location"),
    owner: String(part(info, "Owner").ID ?? ""),
    storageClass: text("StorageClass"),
    redundancyType: text("DataRedundancyType"),
    resourceGroupId: text("ResourceGroupId") || undefined,
    versioning: info.Versioning ? { status: text("Versioning") } : undefined,
    accessMonitor: info.AccessMonitor ? { status: text("AccessMonitor") } : undefined,
    serverSideEncryptionRule: encrypted
      ? {
          sseAlgorithm: String(rule.SSEAlgorithm),
          ...(rule.KMSMasterKeyID ? { kmsMasterKeyId: String(rule.KMSMasterKeyID) } : {}),
          ...(rule.KMSDataEncryption ? { kmsDataEncryption: String(rule.KMSDataEncryption) } : {}),
        }
      : undefined,
  };
}

/** Keeps the given policy when the service only formats it differently. */
function sameOr(given: string, found: string): string {
  try {
    return JSON.stringify(JSON.parse(given)) === found ? given : found;
  } catch {
    return found;
  }
}

/** Deletes every version of every object, page by page. */
async function empty(cloud: AlicloudContext, id: string): Promise<void> {
  for (;;) {
    const found = await ossCall(cloud, id, { method: "GET", part: "versions" });
    const versions = [...listOf(found.Version), ...listOf(found.DeleteMarker)];
    if (versions.length === 0) return;
    const objects = versions.map(({ Key, VersionId }) => ({ Key, ...(VersionId ? { VersionId } : {}) }));
    await ossCall(cloud, id, {
      method: "POST",
      part: "delete",
      document: { Delete: { Quiet: true, Object: objects } },
    });
  }
}

export const bucket = erase(bucketType);
