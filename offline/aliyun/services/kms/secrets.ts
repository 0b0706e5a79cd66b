import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { param, rpc } from "../../core/rpc.ts";
import type { Secret } from "./model.ts";
import { onSecret } from "./permissions.ts";
import type { SecretStore } from "./store.ts";

export const secretName = param.name("SecretName", /^[A-Za-z0-9/_+=.@-]+$/, 64);
const text = param.text(8192);
export const kmsTime = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

const tagList = param.json(z.array(z.object({ TagKey: z.string(), TagValue: z.string() })));

/** Create, describe, list, update and delete. https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-createsecret */
export const secretOperations = (store: SecretStore) => [
  createSecret(store),
  rpc({
    name: "DescribeSecret",
    permission: onSecret("DescribeSecret"),
    input: { SecretName: secretName, FetchTags: param.flag().default(false) },
    run: ({ SecretName, FetchTags }, { region }) => {
      const secret = store.find(region, SecretName);
      return { ...view(store, region, secret), ...(FetchTags && { Tags: { Tag: tagsView(secret) } }) };
    },
  }),
  rpc({
    name: "ListSecrets",
    permission: onSecret("ListSecrets"),
    input: { PageNumber: param.integer(1, 1000).default(1), PageSize: param.integer(1, 100).default(10) },
    run({ PageNumber, PageSize }, { region }) {
      const all = [...store.in(region).values()];
      const shown = all.slice((PageNumber - 1) * PageSize, PageNumber * PageSize);
      const rows = shown.map((secret) => ({
        SecretName: secret.name,
        SecretType: secret.type,
        CreateTime: kmsTime(secret.created),
        UpdateTime: kmsTime(secret.updated),
        PlannedDeleteTime: secret.ends === undefined ? "" : kmsTime(secret.ends),
        Tags: { Tag: tagsView(secret) },
      }));
      return { PageNumber, PageSize, TotalCount: all.length, SecretList: { Secret: rows } };
    },
  }),
  rpc({
    name: "UpdateSecret",
    permission: onSecret("UpdateSecret"),
    input: { SecretName: secretName },
    run({ SecretName }, { region, params }) {
      const secret = store.usable(region, SecretName);
      secret.description = params.Description ?? secret.description;
      secret.extendedConfig = params["ExtendedConfig.CustomData"] ?? params.ExtendedConfig ?? secret.extendedConfig;
      secret.updated = store.now();
      return { SecretName };
    },
  }),
  rpc({
    name: "UpdateSecretRotationPolicy",
    permission: onSecret("UpdateSecretRotationPolicy"),
    input: { SecretName: secretName, EnableAutomaticRotation: param.flag(), RotationInterval: text.default("") },
    run({ SecretName, EnableAutomaticRotation, RotationInterval }, { region }) {
      const secret = store.usable(region, SecretName);
      // Secrets that aren't another service's credentials are rotated by their owner alone.
      if (EnableAutomaticRotation && secret.type === "Generic") {
        throw new ApiError(400, "UnsupportedOperation", "Generic secrets have no automatic rotation.");
      }
      secret.rotation = { enabled: EnableAutomaticRotation, interval: RotationInterval };
      return { SecretName };
    },
  }),
  deleteSecret(store),
  rpc({
    name: "RestoreSecret",
    permission: onSecret("RestoreSecret"),
    input: { SecretName: secretName },
    run({ SecretName }, { region }) {
      delete store.find(region, SecretName).ends;
      return { SecretName };
    },
  }),
];

const createSecret = (store: SecretStore) =>
  rpc({
    name: "CreateSecret",
    permission: onSecret("CreateSecret"),
    input: {
      SecretName: secretName,
      VersionId: param.text(64),
      SecretData: param.text(30_720),
      SecretDataType: param.choice("text", "binary").default("text"),
      SecretType: param.choice("Generic", "Rds", "RAMCredentials", "ECS", "Redis", "PolarDB").default("Generic"),
      EncryptionKeyId: text.default(""),
      DKMSInstanceId: text.default(""),
      Description: text.default(""),
      ExtendedConfig: text.default(""),
      Policy: param.text(32_768).default(""),
      EnableAutomaticRotation: param.flag().default(false),
      RotationInterval: text.default(""),
      Tags: tagList.default([]),
    },
    run(input, { region }) {
      const secrets = store.in(region);
      const known = secrets.get(input.SecretName);
      if (known?.ends !== undefined) {
        throw new ApiError(409, "Rejected.ResourceInDeletion", `A secret ${known.name} is being deleted.`);
      }
      if (known) throw new ApiError(409, "Rejected.ResourceExist", `The secret ${known.name} already exists.`);
      const now = store.now();
      const secret: Secret = {
        name: input.SecretName,
        description: input.Description,
        type: input.SecretType,
        keyId: input.EncryptionKeyId,
        instanceId: input.DKMSInstanceId,
        extendedConfig: input.ExtendedConfig,
        policy: input.Policy,
        rotation: { enabled: input.EnableAutomaticRotation, interval: input.RotationInterval },
        created: now,
        updated: now,
        tags: Object.fromEntries(input.Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
        versions: [
          {
            id: input.VersionId,
            data: input.SecretData,
            dataType: input.SecretDataType,
            stages: ["ACSCurrent"],
            created: now,
          },
        ],
      };
      secrets.set(secret.name, secret);
      return {
        Arn: store.arn(region, secret.name),
        SecretName: secret.name,
        SecretType: secret.type,
        VersionId: input.VersionId,
        EncryptionKeyId: secret.keyId,
        DKMSInstanceId: secret.instanceId,
        AutomaticRotation: rotationOf(secret),
      };
    },
  });

const DAY = 86_400_000;

const deleteSecret = (store: SecretStore) =>
  rpc({
    name: "DeleteSecret",
    permission: onSecret("DeleteSecret"),
    input: {
      SecretName: secretName,
      ForceDeleteWithoutRecovery: param.flag().default(false),
      RecoveryWindowInDays: param.integer(7, 30).default(30),
    },
    run({ SecretName, ForceDeleteWithoutRecovery, RecoveryWindowInDays }, { region }) {
      const secret = store.find(region, SecretName);
      if (ForceDeleteWithoutRecovery) {
        store.in(region).delete(SecretName);
        return { SecretName };
      }
      secret.ends = store.now() + RecoveryWindowInDays * DAY;
      return { SecretName, PlannedDeleteTime: kmsTime(secret.ends) };
    },
  });

const rotationOf = ({ rotation }: Secret): string => (rotation.enabled ? "Enabled" : "Disabled");

const tagsView = ({ tags }: Secret) => Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

const view = (store: SecretStore, region: string, secret: Secret) => ({
  Arn: store.arn(region, secret.name),
  SecretName: secret.name,
  SecretType: secret.type,
  Description: secret.description,
  EncryptionKeyId: secret.keyId,
  DKMSInstanceId: secret.instanceId,
  ExtendedConfig: secret.extendedConfig,
  AutomaticRotation: rotationOf(secret),
  RotationInterval: secret.rotation.interval,
  CreateTime: kmsTime(secret.created),
  UpdateTime: kmsTime(secret.updated),
  PlannedDeleteTime: secret.ends === undefined ? "" : kmsTime(secret.ends),
});
