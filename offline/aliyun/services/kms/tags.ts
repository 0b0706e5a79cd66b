import { ApiError } from "../../core/error.ts";
import { listOf, param, rpc, tagsOf } from "../../core/rpc.ts";
import type { Call } from "../../core/service.ts";
import type { KeyStore } from "./key-store.ts";
import { onSecret } from "./permissions.ts";
import { secretName } from "./secrets.ts";
import type { SecretStore } from "./store.ts";

/** `kms:<Operation>` on each secret or key that is named. */
const onTagged = (action: string) => ({
  action: `kms:${action}`,
  resource: ({ region, account, params }: Call) =>
    listOf(params, "ResourceId").map((id) => `acs:kms:${region}:${account}:${params.ResourceType ?? "secret"}/${id}`),
});

/** Tags of secrets and keys, and resource policies of secrets. */
export const tagOperations = (store: SecretStore, keys: KeyStore) => {
  const input = { ResourceType: param.choice("secret", "key") };
  const named = (region: string, params: Readonly<Record<string, string>>) => {
    const names = listOf(params, "ResourceId");
    if (names.length === 0)
      throw new ApiError(400, "MissingResourceId.1", "ResourceId.1 is mandatory for this action.");
    return names.map((name) => ({
      name,
      of: params.ResourceType === "key" ? keys.find(region, name) : store.find(region, name),
    }));
  };
  return [
    rpc({
      name: "TagResources",
      permission: onTagged("TagResources"),
      input,
      run(_, { region, params }) {
        for (const { of } of named(region, params)) of.tags = { ...of.tags, ...tagsOf(params) };
        return {};
      },
    }),
    rpc({
      name: "UntagResources",
      permission: onTagged("UntagResources"),
      lists: ["ResourceId", "TagKey"],
      input: { ...input, All: param.flag().default(false) },
      run({ All }, { region, params }) {
        const gone = listOf(params, "TagKey");
        for (const { of } of named(region, params)) {
          const kept = Object.entries(of.tags).filter(([key]) => !All && !gone.includes(key));
          of.tags = Object.fromEntries(kept);
        }
        return {};
      },
    }),
    rpc({
      name: "ListTagResources",
      permission: onTagged("ListTagResources"),
      input,
      run(_, { region, params }) {
        const rows = named(region, params).flatMap(({ name, of }) =>
          Object.entries(of.tags).map(([TagKey, TagValue]) => ({
            ResourceId: name,
            ResourceType: params.ResourceType,
            TagKey,
            TagValue,
          })),
        );
        return { TagResources: { TagResource: rows } };
      },
    }),
    rpc({
      name: "SetSecretPolicy",
      permission: onSecret("SetSecretPolicy"),
      input: { SecretName: secretName, Policy: param.text(32_768) },
      run({ SecretName, Policy }, { region }) {
        store.usable(region, SecretName).policy = Policy;
        return {};
      },
    }),
    rpc({
      name: "GetSecretPolicy",
      permission: onSecret("GetSecretPolicy"),
      input: { SecretName: secretName },
      run: ({ SecretName }, { region }) => ({ Policy: store.find(region, SecretName).policy }),
    }),
  ];
};
