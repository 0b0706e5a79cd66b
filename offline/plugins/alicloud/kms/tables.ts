import type { TypeTable } from "../../table.ts";
import { flag, integer, output, source, string, stringMap } from "../fields.ts";

const status = { ...string, enum: ["Enabled", "Disabled", "PendingDeletion"] };
const onOff = { ...string, enum: ["Enabled", "Disabled"] };

export const keyTable: TypeTable = {
  token: "alicloud:kms/key:Key",
  source: source("kms_key"),
  properties: {
    arn: output,
    automaticRotation: { ...onOff, computed: true },
    creationDate: output,
    creator: output,
    deleteDate: output,
    deletionProtection: { ...onOff, computed: true },
    deletionProtectionDescription: { ...string, ignored: ({ deletionProtection }) => deletionProtection !== "Enabled" },
    deletionWindowInDays: { ...integer, superseded: true, min: 7, max: 366, conflictsWith: ["pendingWindowInDays"] },
    description: string,
    dkmsInstanceId: { ...string, forceNew: true, computed: true },
    isEnabled: { ...flag, superseded: true, computed: true, conflictsWith: ["status", "keyState"] },
    keySpec: { ...string, forceNew: true, computed: true },
    keyState: { ...status, superseded: true, computed: true, conflictsWith: ["status", "isEnabled"] },
    keyUsage: { ...string, forceNew: true, computed: true, enum: ["ENCRYPT/DECRYPT", "SIGN/VERIFY"] },
    lastRotationDate: output,
    materialExpireTime: output,
    nextRotationDate: output,
    origin: { ...string, forceNew: true, computed: true, enum: ["Aliyun_KMS", "EXTERNAL"] },
    pendingWindowInDays: { ...integer, min: 7, max: 366, conflictsWith: ["deletionWindowInDays"] },
    policy: { ...string, computed: true, json: true },
    primaryKeyVersion: output,
    protectionLevel: {
      ...string,
      forceNew: true,
      default: "SOFTWARE",
      enum: ["SOFTWARE", "HSM"],
      ignored: ({ dkmsInstanceId }) => typeof dkmsInstanceId === "string" && dkmsInstanceId !== "",
    },
    rotationInterval: { ...string, ignored: ({ automaticRotation }) => automaticRotation !== "Enabled" },
    status: { ...status, computed: true, conflictsWith: ["keyState", "isEnabled"] },
    tags: stringMap,
  },
};

export const aliasTable: TypeTable = {
  token: "alicloud:kms/alias:Alias",
  source: source("kms_alias"),
  properties: {
    aliasName: { ...string, required: true, forceNew: true, pattern: /^alias\/.{1,255}$/ },
    keyId: { ...string, required: true },
  },
};
