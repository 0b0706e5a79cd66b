import type { Access } from "../../model/access.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { allow, type Statement } from "../shared/statements.ts";

/**
 * Actions on a key that using an encrypted resource needs. OSS and the secret stores call KMS as the user of the
 * resource; MNS, SLS and Tablestore do so with a role of their own, so that their users need nothing of the key.
 * - bucket: https://www.alibabacloud.com/help/en/oss/user-guide/server-side-encryption-8
 * - secret: https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-getsecretvalue
 */
const USES: Readonly<Partial<Record<ResourceKind, Readonly<Partial<Record<Access, readonly string[]>>>>>> = {
  bucket: { read: ["kms:Decrypt"], write: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"] },
  secret: { read: ["kms:Decrypt"] },
};

/** Statements for using the key of a resource of this kind so. None without a key. */
export const keyUse = (kind: ResourceKind | "function", access: Access, key: string | undefined): Statement[] => {
  const actions = kind === "function" ? undefined : USES[kind]?.[access];
  return key === undefined || actions === undefined ? [] : [allow(actions, [key])];
};

/**
 * The actions that a service takes with the key of its data: the part of `AliyunKMSReadOnlyAccess` and
 * `AliyunKMSCryptoUserAccess`, which the vendor tells to attach, that concerns one symmetric key.
 * https://www.alibabacloud.com/help/en/sls/developer-reference/encrypt-data
 */
export const keyService = (key: string): Statement =>
  allow(
    ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
    [key],
  );
