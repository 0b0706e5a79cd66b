import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { param, rpc } from "../../core/rpc.ts";
import type { Call } from "../../core/service.ts";
import type { KeyStore } from "./key-store.ts";
import type { SecretStore } from "./store.ts";

const tag = z.object({ TagKey: z.string().min(1).max(128), TagValue: z.string().max(128).default("") });
const named = { KeyId: z.string().optional(), SecretName: z.string().optional() };

/** `kms:<Operation>` on the key or secret that is named. */
const onNamed = (action: string) => ({
  action: `kms:${action}`,
  resource: ({ region, account, params: { KeyId, SecretName } }: Call) =>
    `acs:kms:${region}:${account}:${KeyId === undefined ? `secret/${SecretName ?? "*"}` : `key/${KeyId}`}`,
});

/**
 * Tags of one key or secret, as KMS had them before the operations that all services share.
 * https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-tagresource
 */
export const ownTagOperations = (secrets: SecretStore, keys: KeyStore) => {
  const find = (region: string, { KeyId, SecretName }: { readonly KeyId?: string; readonly SecretName?: string }) => {
    if (KeyId !== undefined) return keys.find(region, KeyId);
    if (SecretName !== undefined) return secrets.find(region, SecretName);
    throw new ApiError(400, "MissingKeyId", "KeyId or SecretName is mandatory for this action.");
  };
  return [
    rpc({
      name: "TagResource",
      permission: onNamed("TagResource"),
      input: { ...named, Tags: param.json(z.array(tag)) },
      run({ Tags, ...input }, { region }) {
        const of = find(region, input);
        of.tags = { ...of.tags, ...Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])) };
        return {};
      },
    }),
    rpc({
      name: "UntagResource",
      permission: onNamed("UntagResource"),
      input: { ...named, TagKeys: param.json(z.array(z.string())) },
      run({ TagKeys, ...input }, { region }) {
        const of = find(region, input);
        of.tags = Object.fromEntries(Object.entries(of.tags).filter(([key]) => !TagKeys.includes(key)));
        return {};
      },
    }),
    rpc({
      name: "ListResourceTags",
      permission: onNamed("ListResourceTags"),
      input: { KeyId: z.string() },
      run({ KeyId }, { region }) {
        const { tags } = keys.find(region, KeyId);
        return { Tags: { Tag: Object.entries(tags).map(([TagKey, TagValue]) => ({ KeyId, TagKey, TagValue })) } };
      },
    }),
  ];
};
