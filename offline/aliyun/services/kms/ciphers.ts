import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { param, rpc } from "../../core/rpc.ts";
import type { Call } from "../../core/service.ts";
import type { Key, KeyStore } from "./key-store.ts";
import { onKey } from "./keys.ts";

const context = param.json(z.record(z.string(), z.string())).default({});
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encryption with a key that never leaves the service. https://www.alibabacloud.com/help/en/kms/developer-reference/api-encrypt */
export const cipherOperations = (store: KeyStore) => [
  rpc({
    name: "Encrypt",
    permission: onKey(store, "Encrypt"),
    input: { KeyId: param.text(), Plaintext: param.text(8192), EncryptionContext: context },
    run({ KeyId, Plaintext, EncryptionContext }, { region }) {
      const key = store.usable(region, KeyId);
      const CiphertextBlob = seal(key, Buffer.from(Plaintext), EncryptionContext);
      return { KeyId: key.id, KeyVersionId: key.version, CiphertextBlob };
    },
  }),
  rpc({
    name: "Decrypt",
    permission: {
      action: "kms:Decrypt",
      resource: ({ region, params }: Call) => store.arn(region, keyIn(params.CiphertextBlob ?? "") ?? "*"),
    },
    input: { CiphertextBlob: param.text(), EncryptionContext: context },
    run({ CiphertextBlob, EncryptionContext }, { region }) {
      const name = keyIn(CiphertextBlob);
      if (name === undefined) throw invalidCiphertext();
      const key = store.usable(region, name);
      const Plaintext = open(key, CiphertextBlob, EncryptionContext).toString();
      return { KeyId: key.id, KeyVersionId: key.version, Plaintext };
    },
  }),
  dataKey(store, "GenerateDataKey", true),
  dataKey(store, "GenerateDataKeyWithoutPlaintext", false),
];

const dataKey = (store: KeyStore, name: "GenerateDataKey" | "GenerateDataKeyWithoutPlaintext", shown: boolean) =>
  rpc({
    name,
    permission: onKey(store, name),
    input: {
      KeyId: param.text(),
      KeySpec: param.choice("AES_256", "AES_128").default("AES_256"),
      NumberOfBytes: param.integer(1, 1024).optional(),
      EncryptionContext: context,
    },
    run({ KeyId, KeySpec, NumberOfBytes, EncryptionContext }, { region }) {
      const key = store.usable(region, KeyId);
      // A data key is handed out as Base64 text, and that text is what is encrypted.
      const Plaintext = randomBytes(NumberOfBytes ?? (KeySpec === "AES_256" ? 32 : 16)).toString("base64");
      const CiphertextBlob = seal(key, Buffer.from(Plaintext), EncryptionContext);
      return { KeyId: key.id, KeyVersionId: key.version, CiphertextBlob, ...(shown && { Plaintext }) };
    },
  });

/** The same for the same context, in whatever order it was written. */
const boundTo = (of: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(of).sort()));

/** `<key id>.<Base64 of nonce, tag and ciphertext>`, as Base64. */
function seal({ id, material }: Key, plaintext: Buffer, of: Readonly<Record<string, string>>): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(material, "base64"), iv).setAAD(boundTo(of));
  const data = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const sealed = Buffer.concat([iv, cipher.getAuthTag(), data]).toString("base64");
  return Buffer.from(`${id}.${sealed}`).toString("base64");
}

const keyIn = (blob: string): string | undefined =>
  /^([\w-]+)\.[A-Za-z0-9+/=]+$/.exec(Buffer.from(blob, "base64").toString())?.[1];

/**
 * The service's answer to what it did not make, or made in another context. It does not say which.
 * https://help.aliyun.com/en/kms/key-management-service/developer-reference/common-error-codes-1
 */
const invalidCiphertext = (): ApiError =>
  new ApiError(400, "InvalidParameter", "The specified parameter CiphertextBlob is not valid.");

/** @throws ApiError for what this key did not encrypt in this context. */
function open({ material }: Key, blob: string, of: Readonly<Record<string, string>>): Buffer {
  const sealed = Buffer.from(Buffer.from(blob, "base64").toString().split(".")[1] ?? "", "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(material, "base64"), sealed.subarray(0, IV_BYTES))
      .setAAD(boundTo(of))
      .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}
