import type { Access } from "../../model/access.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { allow, type Statement } from "../shared/statements.ts";

const READ_KEY = ["kms:Decrypt"];
/** The service encrypts what it writes with a new data key and decrypts that key to check it. */
export const WRITE_KEY = ["kms:Decrypt", "kms:GenerateDataKey"];

/**
 * Actions on a key that using an encrypted resource needs. Each service calls KMS as the user of the resource.
 * - bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html (an upload in parts decrypts)
 * - queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * - topic: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * - stream: https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
 * - table: https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html (every use decrypts the table's key)
 * - secret: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const USES: Readonly<Partial<Record<ResourceKind, Readonly<Partial<Record<Access, readonly string[]>>>>>> = {
  bucket: { read: READ_KEY, write: WRITE_KEY },
  queue: { send: WRITE_KEY, receive: READ_KEY },
  topic: { publish: WRITE_KEY },
  stream: { put: ["kms:GenerateDataKey"] },
  table: { read: READ_KEY, write: READ_KEY },
  secret: { read: READ_KEY },
};

/** Statements for this use of the key of a resource. None without a key. */
export const keyUse = (kind: ResourceKind | "function", access: Access, key: string | undefined): Statement[] => {
  const actions = kind === "function" ? undefined : USES[kind]?.[access];
  return key === undefined || actions === undefined ? [] : [allow(actions, [key])];
};

/** The access that sending results to a kind of destination takes. */
const DELIVERY: Readonly<Partial<Record<ResourceKind | "function", Access>>> = {
  queue: "send",
  topic: "publish",
  bucket: "write",
};

/** Statements for sending results to a resource that is encrypted with this key. */
export function keyDestination(kind: ResourceKind | "function", key: string | undefined): Statement[] {
  const access = DELIVERY[kind];
  return access === undefined ? [] : keyUse(kind, access, key);
}

/** Statements for reading the source of a trigger that is encrypted with this key. */
export const keyPoll = (key: string | undefined): Statement[] => (key === undefined ? [] : [allow(READ_KEY, [key])]);
