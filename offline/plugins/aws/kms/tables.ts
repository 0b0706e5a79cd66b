import type { TypeTable } from "../../table.ts";
import { flag, integer, json, nameOrPrefix, output, region, source, tagging, text } from "../fields.ts";

/** Compares a key by its id, which is the end of its ARN. */
const sameKey = (old: string, wanted: string): boolean => old.split("/").at(-1) === wanted.split("/").at(-1);

export const keyTable: TypeTable = {
  token: "aws:kms/key:Key",
  source: source("kms", "key"),
  properties: {
    arn: output,
    bypassPolicyLockoutSafetyCheck: { ...flag, default: false },
    customKeyStoreId: { ...text, forceNew: true, minLength: 1, maxLength: 64 },
    customerMasterKeySpec: { ...text, forceNew: true, default: "SYMMETRIC_DEFAULT" },
    deletionWindowInDays: { ...integer, min: 7, max: 30 },
    description: { ...text, computed: true, maxLength: 8192 },
    enableKeyRotation: { ...flag, default: false },
    isEnabled: { ...flag, default: true },
    keyId: output,
    keyUsage: {
      ...text,
      forceNew: true,
      default: "ENCRYPT_DECRYPT",
      enum: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
    },
    multiRegion: { ...flag, computed: true, forceNew: true },
    policy: { ...json, computed: true, maxLength: 32_768 },
    region,
    rotationPeriodInDays: { ...integer, computed: true, min: 90, max: 2560, requiredWith: ["enableKeyRotation"] },
    ...tagging,
    xksKeyId: { ...text, forceNew: true, minLength: 1, maxLength: 128 },
  },
};

const aliasName = { pattern: /^(?!alias\/aws\/)alias\/[a-zA-Z0-9/_-]+$/, maxLength: 256 };

export const aliasTable: TypeTable = {
  token: "aws:kms/alias:Alias",
  source: source("kms", "alias"),
  properties: {
    arn: output,
    ...nameOrPrefix(aliasName, { ...aliasName, maxLength: 230 }),
    region,
    targetKeyArn: output,
    targetKeyId: { ...text, required: true, equivalent: sameKey },
  },
};

export const keyPolicyTable: TypeTable = {
  token: "aws:kms/keyPolicy:KeyPolicy",
  source: source("kms", "key_policy"),
  properties: {
    bypassPolicyLockoutSafetyCheck: { ...flag, default: false },
    keyId: { ...text, required: true, forceNew: true },
    policy: { ...json, required: true },
    region,
  },
};
