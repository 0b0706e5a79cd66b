import type { TypeTable } from "../../table.ts";
import { flag, integer, output, source, text, textMap } from "../fields.ts";

const status = { ...text, enum: ["Enabled", "Disabled", "PendingDeletion"] };
const onOff = { ...text, enum: ["Enabled", "Disabled"] };

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
    deletionProtectionDescription: { ...text, ignored: ({ deletionProtection }) => deletionProtection !== "Enabled" },
    deletionWindowInDays: { ...integer, superseded: true, min: 7, max: 366, conflictsWith: ["pendingWindowInDays"] },
    description: text,
    dkmsInstanceId: { ...text, forceNew: true, computed: true },
    isEnabled: { ...flag, superseded: true, computed: true, conflictsWith: ["status", "keyState"] },
    keySpec: { ...text, forceNew: true, computed: true },
    keyState: { ...status, superseded: true, computed: true, conflictsWith: ["status", "isEnabled"] },
    keyUsage: { ...text, forceNew: true, computed: true, enum: ["ENCRYPT/DECRYPT", "SIGN/VERIFY"] },
    lastRotationDate: output,
    materialExpireTime: output,
    nextRotationDate: output,
    origin: { ...text, forceNew: true, computed: true, enum: ["Aliyun_KMS", "EXTERNAL"] },
    pendingWindowInDays: { ...integer, min: 7, max: 366, conflictsWith: ["deletionWindowInDays"] },
    policy: { ...text, computed: true, json: true },
    primaryKeyVersion: output,
    protectionLevel: {
      ...text,
      forceNew: true,
      default: "SOFTWARE",
      enum: ["SOFTWARE", "HSM"],
      ignored: ({ dkmsInstanceId }) => typeof dkmsInstanceId === "string" && dkmsInstanceId !== "",
    },
    rotationInterval: { ...text, ignored: ({ automaticRotation }) => automaticRotation !== "Enabled" },
    status: { ...status, computed: true, conflictsWith: ["keyState", "isEnabled"] },
    tags: textMap,
  },
};

export const aliasTable: TypeTable = {
  token: "alicloud:kms/alias:Alias",
  source: source("kms_alias"),
  properties: {
    aliasName: { ...text, required: true, forceNew: true, pattern: /^alias\/.{1,255}$/ },
    keyId: { ...text, required: true },
  },
};
