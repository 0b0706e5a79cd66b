import { type AnyResourceType, erase, type Fields, type ResourceType } from "../../server/resource-type.ts";
import type { TypeTable } from "../../table.ts";
import type { AlicloudContext } from "../clients.ts";
import { part } from "../rpc.ts";
import { listOf, ossCall, partOrNone } from "./call.ts";
import { type CorsRule, corsFromApi, corsToApi } from "./cors.ts";
import {
  bucketAclTable,
  bucketCorsTable,
  bucketPolicyTable,
  bucketPublicAccessBlockTable,
  bucketServerSideEncryptionTable,
  bucketVersioningTable,
} from "./tables.ts";

interface Setting {
  readonly bucket: string;
}

interface Kind<Inputs> {
  readonly table: TypeTable;
  /** Query parameter. */
  readonly name: string;
  document?(inputs: Inputs): Fields | string;
  headers?(inputs: Inputs): Record<string, string>;
  read(found: Fields): Fields;
  /** True when deleting the resource deletes the setting. Some settings cannot be deleted. */
  readonly removable: boolean;
}

/** A bucket setting as a separate resource, whose ID is the bucket's name. */
function bucketSetting<Inputs extends Setting>(kind: Kind<Inputs>): AnyResourceType<AlicloudContext> {
  const put = async (cloud: AlicloudContext, inputs: Inputs) => {
    const document = kind.document?.(inputs);
    const headers = kind.headers?.(inputs) ?? {};
    await ossCall(cloud, inputs.bucket, { method: "PUT", part: kind.name, headers, ...(document && { document }) });
  };
  const type: ResourceType<AlicloudContext, Inputs, Fields> = {
    table: kind.table,
    async create(cloud, inputs) {
      await put(cloud, inputs);
      return inputs.bucket;
    },
    async read(cloud, id) {
      const found = await partOrNone(cloud, id, kind.name);
      return found && { ...kind.read(found), bucket: id };
    },
    update: (cloud, _id, inputs) => put(cloud, inputs),
    async delete(cloud, id) {
      if (kind.removable) await ossCall(cloud, id, { method: "DELETE", part: kind.name });
    },
    async find(_cloud, { bucket }) {
      return bucket;
    },
  };
  return erase(type);
}

export const bucketAcl = bucketSetting<Setting & { acl: string }>({
  table: bucketAclTable,
  name: "acl",
  headers: ({ acl }) => ({ "x-oss-acl": acl }),
  read: (found) => ({ acl: String(part(found, "AccessControlList").Grant) }),
  removable: false,
});

export const bucketCors = bucketSetting<Setting & { corsRules: CorsRule[]; responseVary?: boolean }>({
  table: bucketCorsTable,
  name: "cors",
  document: ({ corsRules, responseVary }) => ({
    CORSConfiguration: {
      CORSRule: corsToApi(corsRules),
      ...(responseVary !== undefined && { ResponseVary: responseVary }),
    },
  }),
  read: (found) => ({
    corsRules: corsFromApi(found),
    responseVary: found.ResponseVary === undefined ? null : String(found.ResponseVary) === "true",
  }),
  removable: true,
});

export const bucketPolicy = bucketSetting<Setting & { policy: string }>({
  table: bucketPolicyTable,
  name: "policy",
  document: ({ policy }) => policy,
  read: (found) => ({ policy: JSON.stringify(found) }),
  removable: true,
});

export const bucketPublicAccessBlock = bucketSetting<Setting & { blockPublicAccess: boolean }>({
  table: bucketPublicAccessBlockTable,
  name: "publicAccessBlock",
  document: ({ blockPublicAccess }) => ({ PublicAccessBlockConfiguration: { BlockPublicAccess: blockPublicAccess } }),
  read: ({ BlockPublicAccess }) => ({ blockPublicAccess: String(BlockPublicAccess) === "true" }),
  removable: true,
});

export const bucketServerSideEncryption = bucketSetting<
  Setting & { sseAlgorithm: string; kmsMasterKeyId?: string; kmsDataEncryption?: string }
>({
  table: bucketServerSideEncryptionTable,
  name: "encryption",
  document: ({ sseAlgorithm, kmsMasterKeyId, kmsDataEncryption }) => ({
    ServerSideEncryptionRule: {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: sseAlgorithm,
        ...(kmsMasterKeyId && { KMSMasterKeyID: kmsMasterKeyId }),
        ...(kmsDataEncryption && { KMSDataEncryption: kmsDataEncryption }),
      },
    },
  }),
  read(found) {
    const [rule = {}] = listOf(found.ApplyServerSideEncryptionByDefault);
    return {
      sseAlgorithm: String(rule.SSEAlgorithm),
      kmsMasterKeyId: rule.KMSMasterKeyID ? String(rule.KMSMasterKeyID) : null,
      kmsDataEncryption: rule.KMSDataEncryption ? String(rule.KMSDataEncryption) : null,
    };
  },
  removable: true,
});

export const bucketVersioning = bucketSetting<Setting & { status?: string }>({
  table: bucketVersioningTable,
  name: "versioning",
  document: ({ status }) => ({ VersioningConfiguration: status ? { Status: status } : {} }),
  read: ({ Status }) => ({ status: Status ? String(Status) : null }),
  removable: false,
});
