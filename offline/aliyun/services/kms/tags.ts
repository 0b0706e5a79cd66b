import { ApiError } from "../../core/error.ts";
import { listOf, param, rpc, tagsOf } from "../../core/rpc.ts";
import { onSecret } from "./permissions.ts";
import { secretName } from "./secrets.ts";
import type { SecretStore } from "./store.ts";

/** Tags and resource policies of secrets. */
export const tagOperations = (store: SecretStore) => {
  const input = { ResourceType: param.choice("secret") };
  const named = (region: string, params: Readonly<Record<string, string>>) => {
    const names = listOf(params, "ResourceId");
    if (names.length === 0)
      throw new ApiError(400, "MissingResourceId.1", "ResourceId.1 is mandatory for this action.");
    return names.map((name) => store.find(region, name));
  };
  return [
    rpc({
      name: "TagResources",
      permission: onSecret("TagResources"),
      input,
      run(_, { region, params }) {
        for (const secret of named(region, params)) secret.tags = { ...secret.tags, ...tagsOf(params) };
        return {};
      },
    }),
    rpc({
      name: "UntagResources",
      permission: onSecret("UntagResources"),
      input: { ...input, All: param.flag().default(false) },
      run({ All }, { region, params }) {
        const keys = listOf(params, "TagKey");
        for (const secret of named(region, params)) {
          const kept = Object.entries(secret.tags).filter(([key]) => !All && !keys.includes(key));
          secret.tags = Object.fromEntries(kept);
        }
        return {};
      },
    }),
    rpc({
      name: "ListTagResources",
      permission: onSecret("ListTagResources"),
      input,
      run(_, { region, params }) {
        const rows = named(region, params).flatMap(({ name, tags }) =>
          Object.entries(tags).map(([TagKey, TagValue]) => ({
            ResourceId: name,
            ResourceType: "secret",
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
