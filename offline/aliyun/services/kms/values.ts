import { randomInt } from "node:crypto";
import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { param, rpc } from "../../core/rpc.ts";
import type { Permission } from "../../core/service.ts";
import type { KeyStore } from "./key-store.ts";
import type { Secret, SecretVersion } from "./model.ts";
import { onSecret } from "./permissions.ts";
import { kmsTime, secretName } from "./secrets.ts";
import type { SecretStore } from "./store.ts";

/** Current and previous mark one version each. */
const CURRENT = "ACSCurrent";
const PREVIOUS = "ACSPrevious";

/** Values of secrets, and which version is the current one. */
export const valueOperations = (store: SecretStore, keys: KeyStore) => [
  rpc({
    name: "GetSecretValue",
    permission: [onSecret("GetSecretValue"), decryptValue(store, keys)],
    input: { SecretName: secretName, VersionId: param.text(64).optional(), VersionStage: param.text(64).optional() },
    run({ SecretName, VersionId, VersionStage }, { region }) {
      const secret = store.usable(region, SecretName);
      const version = pick(secret, VersionId, VersionStage);
      return {
        SecretName,
        SecretType: secret.type,
        SecretData: version.data,
        SecretDataType: version.dataType,
        VersionId: version.id,
        VersionStages: { VersionStage: version.stages },
        ExtendedConfig: secret.extendedConfig,
        AutomaticRotation: secret.rotation.enabled ? "Enabled" : "Disabled",
        RotationInterval: secret.rotation.interval,
        CreateTime: kmsTime(version.created),
      };
    },
  }),
  putSecretValue(store),
  rpc({
    name: "ListSecretVersionIds",
    permission: onSecret("ListSecretVersionIds"),
    input: { SecretName: secretName },
    run({ SecretName }, { region }) {
      const rows = store.find(region, SecretName).versions.map((version) => ({
        VersionId: version.id,
        CreateTime: kmsTime(version.created),
        VersionStages: { VersionStage: version.stages },
      }));
      const paging = { PageNumber: 1, PageSize: rows.length, TotalCount: rows.length };
      return { SecretName, ...paging, VersionIds: { VersionId: rows } };
    },
  }),
  updateStage(store),
  rpc({
    name: "GetRandomPassword",
    permission: onSecret("GetRandomPassword"),
    input: { PasswordLength: param.integer(8, 128).default(32) },
    run: ({ PasswordLength }) => ({ RandomPassword: password(PasswordLength) }),
  }),
];

/** Reading a secret with its own key needs the caller's permission for that key. Other secrets need no other. */
const decryptValue = (store: SecretStore, keys: KeyStore): Permission => ({
  action: "kms:Decrypt",
  resource({ region, params }) {
    const keyId = store.in(region).get(params.SecretName ?? "")?.keyId ?? "";
    return keyId === "" ? [] : keys.arn(region, keys.idOf(region, keyId));
  },
});

const putSecretValue = (store: SecretStore) =>
  rpc({
    name: "PutSecretValue",
    permission: onSecret("PutSecretValue"),
    input: {
      SecretName: secretName,
      VersionId: param.text(64),
      SecretData: param.text(30_720),
      SecretDataType: param.choice("text", "binary").default("text"),
      VersionStages: param.json(z.array(z.string()).min(1)).default([CURRENT]),
    },
    run({ SecretName, VersionId, SecretData, SecretDataType, VersionStages }, { region }) {
      const secret = store.usable(region, SecretName);
      const known = secret.versions.find(({ id }) => id === VersionId);
      // A call may be made again; a version's value is for ever.
      if (known && (known.data !== SecretData || known.dataType !== SecretDataType)) {
        throw new ApiError(409, "Rejected.ResourceExist", `The secret ${SecretName} has a version ${VersionId}.`);
      }
      const made = { id: VersionId, data: SecretData, dataType: SecretDataType, stages: [], created: store.now() };
      const version: SecretVersion = known ?? made;
      if (!known) secret.versions.push(version);
      for (const stage of VersionStages) mark(secret, version, stage);
      secret.updated = store.now();
      return { SecretName, VersionId, VersionStages: { VersionStage: version.stages } };
    },
  });

const updateStage = (store: SecretStore) =>
  rpc({
    name: "UpdateSecretVersionStage",
    permission: onSecret("UpdateSecretVersionStage"),
    input: {
      SecretName: secretName,
      VersionStage: param.text(64),
      MoveToVersion: param.text(64).optional(),
      RemoveFromVersion: param.text(64).optional(),
    },
    run({ SecretName, VersionStage, MoveToVersion, RemoveFromVersion }, { region }) {
      const secret = store.usable(region, SecretName);
      if (RemoveFromVersion !== undefined) {
        const from = pick(secret, RemoveFromVersion, undefined);
        from.stages = from.stages.filter((stage) => stage !== VersionStage);
      }
      if (MoveToVersion !== undefined) mark(secret, pick(secret, MoveToVersion, undefined), VersionStage);
      return { SecretName };
    },
  });

function pick({ name, versions }: Secret, id: string | undefined, stage: string | undefined): SecretVersion {
  const found = versions.find((version) =>
    id === undefined
      ? version.stages.includes(stage ?? CURRENT)
      : version.id === id && (stage === undefined || version.stages.includes(stage)),
  );
  if (found) return found;
  throw new ApiError(404, "Forbidden.ResourceNotFound", `The secret ${name} has no version ${id ?? stage ?? CURRENT}.`);
}

/** A mark is at one version only; the version that was current becomes the previous one. */
function mark(secret: Secret, version: SecretVersion, stage: string): void {
  const holder = secret.versions.find(({ stages }) => stages.includes(stage));
  if (holder === version) return;
  for (const other of secret.versions) other.stages = other.stages.filter((one) => one !== stage);
  if (stage === CURRENT && holder) {
    for (const other of secret.versions) other.stages = other.stages.filter((one) => one !== PREVIOUS);
    holder.stages.push(PREVIOUS);
  }
  version.stages = [...version.stages, stage];
}

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,-./:;<=>?@[]^_{|}~";

const password = (length: number): string =>
  Array.from({ length }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join("");
