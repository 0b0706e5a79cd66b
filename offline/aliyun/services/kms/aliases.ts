import { ApiError } from "../../core/error.ts";
import { param, rpc } from "../../core/rpc.ts";
import type { Call } from "../../core/service.ts";
import type { KeyStore } from "./key-store.ts";
import { onKey } from "./keys.ts";

const aliasName = param.name("AliasName", /^alias\/(?!acs\/)[\w/-]+$/, 255);

/** `kms:<Operation>` on the alias, and on the key that it gets. */
const onAlias = (store: KeyStore, action: string) => ({
  action: `kms:${action}`,
  resource: ({ region, account, params }: Call) => [
    `acs:kms:${region}:${account}:${params.AliasName ?? "alias/*"}`,
    store.arn(region, store.idOf(region, params.KeyId ?? params.AliasName ?? "*")),
  ],
});

/** Names of keys that can be given to another key. https://www.alibabacloud.com/help/en/kms/developer-reference/api-createalias */
export const aliasOperations = (store: KeyStore) => [
  rpc({
    name: "CreateAlias",
    permission: onAlias(store, "CreateAlias"),
    input: { AliasName: aliasName, KeyId: param.text() },
    run({ AliasName, KeyId }, { region }) {
      const aliases = store.aliasesIn(region);
      const { id } = store.find(region, KeyId);
      if (aliases.has(AliasName))
        throw new ApiError(409, "Rejected.AlreadyExists", `The alias ${AliasName} already exists.`);
      aliases.set(AliasName, id);
      return {};
    },
  }),
  rpc({
    name: "UpdateAlias",
    permission: onAlias(store, "UpdateAlias"),
    input: { AliasName: aliasName, KeyId: param.text() },
    run({ AliasName, KeyId }, { region }) {
      named(store, region, AliasName).set(AliasName, store.find(region, KeyId).id);
      return {};
    },
  }),
  rpc({
    name: "DeleteAlias",
    permission: onAlias(store, "DeleteAlias"),
    input: { AliasName: aliasName },
    run({ AliasName }, { region }) {
      named(store, region, AliasName).delete(AliasName);
      return {};
    },
  }),
  rpc({
    name: "ListAliases",
    permission: {
      action: "kms:ListAliases",
      resource: ({ region, account }: Call) => `acs:kms:${region}:${account}:alias`,
    },
    input: { PageNumber: param.integer(1, 1000).default(1), PageSize: param.integer(1, 100).default(10) },
    run: ({ PageNumber, PageSize }, { region }) => rows(store, region, PageNumber, PageSize, () => true),
  }),
  rpc({
    name: "ListAliasesByKeyId",
    permission: onKey(store, "ListAliasesByKeyId"),
    input: {
      KeyId: param.text(),
      PageNumber: param.integer(1, 1000).default(1),
      PageSize: param.integer(1, 100).default(10),
    },
    run({ KeyId, PageNumber, PageSize }, { region }) {
      const { id } = store.find(region, KeyId);
      return rows(store, region, PageNumber, PageSize, (of) => of === id);
    },
  }),
];

/** The aliases of a region, of which this is one. */
function named(store: KeyStore, region: string, alias: string): Map<string, string> {
  const aliases = store.aliasesIn(region);
  if (aliases.has(alias)) return aliases;
  throw new ApiError(404, "Forbidden.AliasNotFound", `The alias ${alias} does not exist.`);
}

function rows(store: KeyStore, region: string, page: number, size: number, wanted: (id: string) => boolean) {
  store.in(region);
  const all = [...store.aliasesIn(region)].filter(([, id]) => wanted(id));
  const shown = all.slice((page - 1) * size, page * size).map(([AliasName, KeyId]) => ({
    AliasName,
    KeyId,
    AliasArn: `acs:kms:${region}:${store.world.account}:${AliasName}`,
  }));
  return { PageNumber: page, PageSize: size, TotalCount: all.length, Aliases: { Alias: shown } };
}
