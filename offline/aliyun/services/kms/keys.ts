import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { param, rpc } from "../../core/rpc.ts";
import type { Call } from "../../core/service.ts";
import type { Key, KeyStore } from "./key-store.ts";
import { kmsTime } from "./secrets.ts";

const DAY = 86_400_000;
const text = param.text(8192);

/** `kms:<Operation>` on the key that is named, by whatever name. */
export const onKey = (store: KeyStore, action: string) => ({
  action: `kms:${action}`,
  resource: ({ region, params }: Call) => store.arn(region, store.idOf(region, params.KeyId ?? "*")),
});

/** `kms:<Operation>` on everything of one sort: keys or aliases. */
const onAll = (action: string, sort: "key" | "alias") => ({
  action: `kms:${action}`,
  resource: ({ region, account }: Call) => `acs:kms:${region}:${account}:${sort}`,
});

/** `7d`, `604800s`: seconds. */
const interval = z
  .string()
  .regex(/^\d+[dhms]$/, { error: "a number of days (d), hours (h), minutes (m) or seconds (s)" })
  .transform((value) => Number(value.slice(0, -1)) * ({ d: 86_400, h: 3600, m: 60, s: 1 }[value.slice(-1)] ?? 1));

/** Create, describe, list, change and delete. https://www.alibabacloud.com/help/en/kms/developer-reference/api-createkey */
export const keyOperations = (store: KeyStore) => [
  createKey(store),
  rpc({
    name: "DescribeKey",
    permission: onKey(store, "DescribeKey"),
    input: { KeyId: text },
    run: ({ KeyId }, { region }) => ({ KeyMetadata: view(store, region, store.find(region, KeyId)) }),
  }),
  rpc({
    name: "ListKeys",
    permission: onAll("ListKeys", "key"),
    input: { PageNumber: param.integer(1, 1000).default(1), PageSize: param.integer(1, 100).default(20) },
    run({ PageNumber, PageSize }, { region }) {
      const all = [...store.in(region).values()];
      const shown = all.slice((PageNumber - 1) * PageSize, PageNumber * PageSize);
      const rows = shown.map(({ id }) => ({ KeyId: id, KeyArn: store.arn(region, id) }));
      return { PageNumber, PageSize, TotalCount: all.length, Keys: { Key: rows } };
    },
  }),
  rpc({
    name: "UpdateKeyDescription",
    permission: onKey(store, "UpdateKeyDescription"),
    input: { KeyId: text, Description: text.default("") },
    run({ KeyId, Description }, { region }) {
      store.find(region, KeyId).description = Description;
      return {};
    },
  }),
  switching(store, "EnableKey", true),
  switching(store, "DisableKey", false),
  rpc({
    name: "UpdateRotationPolicy",
    permission: onKey(store, "UpdateRotationPolicy"),
    input: { KeyId: text, EnableAutomaticRotation: param.flag(), RotationInterval: interval.optional() },
    run({ KeyId, EnableAutomaticRotation, RotationInterval }, { region }) {
      const key = store.find(region, KeyId);
      if (!EnableAutomaticRotation) delete key.rotation;
      else if (RotationInterval === undefined)
        throw new ApiError(400, "MissingRotationInterval", "RotationInterval is mandatory for automatic rotation.");
      else key.rotation = RotationInterval;
      return {};
    },
  }),
  rpc({
    name: "SetDeletionProtection",
    permission: {
      action: "kms:SetDeletionProtection",
      resource: ({ params }: Call) => params.ProtectedResourceArn ?? "*",
    },
    input: { ProtectedResourceArn: text, EnableDeletionProtection: param.flag() },
    run({ ProtectedResourceArn, EnableDeletionProtection }, { region }) {
      store.find(region, ProtectedResourceArn).deletionProtection = EnableDeletionProtection;
      return {};
    },
  }),
  rpc({
    name: "ScheduleKeyDeletion",
    permission: onKey(store, "ScheduleKeyDeletion"),
    input: { KeyId: text, PendingWindowInDays: param.integer(7, 366) },
    run({ KeyId, PendingWindowInDays }, { region }) {
      const key = store.find(region, KeyId);
      if (key.deletionProtection)
        throw new ApiError(409, "Rejected.DeletionProtection", `The key ${KeyId} is protected from deletion.`);
      key.ends = store.now() + PendingWindowInDays * DAY;
      return {};
    },
  }),
  rpc({
    name: "CancelKeyDeletion",
    permission: onKey(store, "CancelKeyDeletion"),
    input: { KeyId: text },
    run({ KeyId }, { region }) {
      delete store.find(region, KeyId).ends;
      return {};
    },
  }),
];

const createKey = (store: KeyStore) =>
  rpc({
    name: "CreateKey",
    permission: onAll("CreateKey", "key"),
    input: {
      Description: text.default(""),
      // Keys that are not symmetric are not emulated.
      KeySpec: param.choice("Aliyun_AES_256").default("Aliyun_AES_256"),
      KeyUsage: param.choice("ENCRYPT/DECRYPT").default("ENCRYPT/DECRYPT"),
      Origin: param.choice("Aliyun_KMS").default("Aliyun_KMS"),
      ProtectionLevel: param.choice("SOFTWARE", "HSM").default("SOFTWARE"),
      DKMSInstanceId: text.default(""),
      EnableAutomaticRotation: param.flag().default(false),
      RotationInterval: interval.optional(),
    },
    run(input, { region }) {
      const key = store.create(region, {
        description: input.Description,
        spec: input.KeySpec,
        usage: input.KeyUsage,
        origin: input.Origin,
        protectionLevel: input.ProtectionLevel,
        instanceId: input.DKMSInstanceId,
        deletionProtection: false,
        ...(input.EnableAutomaticRotation &&
          input.RotationInterval !== undefined && { rotation: input.RotationInterval }),
        tags: {},
      });
      return { KeyMetadata: view(store, region, key) };
    },
  });

const switching = (store: KeyStore, name: "EnableKey" | "DisableKey", enabled: boolean) =>
  rpc({
    name,
    permission: onKey(store, name),
    input: { KeyId: text },
    run({ KeyId }, { region }) {
      const key = store.find(region, KeyId);
      if (key.ends !== undefined)
        throw new ApiError(409, "Rejected.PendingDeletion", `The key ${KeyId} is being deleted.`);
      key.enabled = enabled;
      return {};
    },
  });

const stateOf = ({ ends, enabled }: Key): string =>
  ends !== undefined ? "PendingDeletion" : enabled ? "Enabled" : "Disabled";

const view = (store: KeyStore, region: string, key: Key) => ({
  KeyId: key.id,
  Arn: store.arn(region, key.id),
  Description: key.description,
  KeySpec: key.spec,
  KeyUsage: key.usage,
  KeyState: stateOf(key),
  Origin: key.origin,
  ProtectionLevel: key.protectionLevel,
  DKMSInstanceId: key.instanceId,
  Creator: store.world.account,
  CreationDate: kmsTime(key.created),
  DeleteDate: key.ends === undefined ? "" : kmsTime(key.ends),
  DeletionProtection: key.deletionProtection ? "Enabled" : "Disabled",
  PrimaryKeyVersion: key.version,
  AutomaticRotation: key.rotation === undefined ? "Disabled" : "Enabled",
  ...(key.rotation !== undefined && { RotationInterval: `${key.rotation}s` }),
});
