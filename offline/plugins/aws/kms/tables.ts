import type { TypeTable } from "../../table.ts";
import { flag, integer, json, nameOrPrefix, output, region, source, string, tagging } from "../fields.ts";

/** Compares keys by their ID, which is the end of the ARN. */
const sameKey = (old: string, wanted: string): boolean => old.split("/").at(-1) === wanted.split("/").at(-1);

export const keyTable: TypeTable = {
  token: "aws:kms/key:Key",
  source: source("kms", "key"),
  properties: {
    arn: output,
    bypassPolicyLockoutSafetyCheck: { ...flag, default: false },
    customKeyStoreId: { ...string, forceNew: true, minLength: 1, maxLength: 64 },
    customerMasterKeySpec: { ...string, forceNew: true, default: "SYMMETRIC_DEFAULT" },
    deletionWindowInDays: { ...integer, min: 7, max: 30 },
    description: { ...string, computed: true, maxLength: 8192 },
    enableKeyRotation: { ...flag, default: false },
    isEnabled: { ...flag, default: true },
    keyId: output,
    keyUsage: {
      ...string,
      forceNew: true,
      default: "ENCRYPT_DECRYPT",
      enum: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
    },
    multiRegion: { ...flag, computed: true, forceNew: true },
    policy: { ...json, computed: true, maxLength: 32_768 },
    region,
    rotationPeriodInDays: { ...integer, computed: true, min: 90, max: 2560, requiredWith: ["enableKeyRotation"] },
    ...tagging,
    xksKeyId: { ...string, forceNew: true, minLength: 1, maxLength: 128 },
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
    targetKeyId: { ...string, required: true, equivalent: sameKey },
  },
};

export const keyPolicyTable: TypeTable = {
  token: "aws:kms/keyPolicy:KeyPolicy",
  source: source("kms", "key_policy"),
  properties: {
    bypassPolicyLockoutSafetyCheck: { ...flag, default: false },
    keyId: { ...string, required: true, forceNew: true },
    policy: { ...json, required: true },
    region,
  },
};
