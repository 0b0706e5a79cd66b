import type { Call, Permission } from "../../core/service.ts";
import { serviceKey } from "../../core/service-keys.ts";
import { childOf, parseXml, textOf } from "../../core/xml.ts";
import type { Oss } from "./operation.ts";
import type { Bucket, ObjectVersion } from "./state.ts";

export const ALGORITHMS: readonly string[] = ["AES256", "KMS", "SM4"];

export type Encryption = Pick<ObjectVersion, "encryption" | "encryptionKey" | "dataEncryption">;
type Headers = Readonly<Record<string, string | undefined>>;

/** Encryption of a new object: by its headers, or else by the bucket's default. */
export function encryptionOf(headers: Headers, { settings }: Bucket): Encryption {
  const given = headers["x-oss-server-side-encryption"];
  if (given !== undefined)
    return encryption(
      given,
      headers["x-oss-server-side-encryption-key-id"],
      headers["x-oss-server-side-data-encryption"],
    );
  const rule = childOf(parseXml(settings.encryption ?? ""), "ApplyServerSideEncryptionByDefault");
  const [algorithm, key, data] = ["SSEAlgorithm", "KMSMasterKeyID", "KMSDataEncryption"].map((name) =>
    textOf(rule, name)?.trim(),
  );
  return encryption(algorithm, key, data);
}

function encryption(algorithm: string | undefined, key: string | undefined, data: string | undefined): Encryption {
  if (algorithm === undefined || algorithm === "None" || algorithm === "") return {};
  if (algorithm !== "KMS") return { encryption: algorithm };
  return { encryption: algorithm, ...(key && { encryptionKey: key }), ...(data && { dataEncryption: data }) };
}

/** Without a key of the account's own, KMS keeps one for OSS, and the answer names it. */
export const encryptionHeader = (
  { region }: Pick<Bucket, "region">,
  { encryption, encryptionKey, dataEncryption }: Encryption,
): Record<string, string> => ({
  ...(encryption !== undefined && { "x-oss-server-side-encryption": encryption }),
  ...(encryption === "KMS" && { "x-oss-server-side-encryption-key-id": encryptionKey ?? serviceKey("oss", region) }),
  ...(dataEncryption !== undefined && { "x-oss-server-side-data-encryption": dataEncryption }),
});

/** The permission that a write needs for its encryption key. None without a key of the account's own. */
export const encrypting = (oss: Oss, headersOf = ({ request }: Call): Headers => request.headers): Permission => ({
  action: "kms:GenerateDataKey",
  resource(call) {
    const bucket = oss.state.buckets.get(call.params.bucket ?? "");
    return bucket === undefined ? [] : keyOf(call, bucket, encryptionOf(headersOf(call), bucket));
  },
});

/** The object that a call reads. */
export interface Source {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}

/** The permission that a read needs for the key of the object, or of a symlink's target. */
export const decrypting = (oss: Oss, sourceOf: (call: Call) => Source = named): Permission => ({
  action: "kms:Decrypt",
  resource(call) {
    const { bucket: name, key, versionId } = sourceOf(call);
    const bucket = oss.state.buckets.get(name);
    const versions = bucket?.objects.get(key) ?? [];
    const found = versionId === null ? versions[0] : versions.find((version) => version.versionId === versionId);
    const target = found?.symlinkTarget;
    const read = target === undefined ? found : bucket?.objects.get(target)?.[0];
    return bucket === undefined || read === undefined ? [] : keyOf(call, bucket, read);
  },
});

const named = ({ params, request }: Call): Source => ({
  bucket: params.bucket ?? "",
  key: params.key ?? "",
  versionId: request.query.get("versionId") ?? null,
});

const keyOf = (
  { account }: Call,
  { region }: Bucket,
  { encryptionKey: key }: Encryption,
): string | readonly string[] => {
  if (key === undefined) return [];
  return key.startsWith("acs:") ? key : `acs:kms:${region}:${account}:key/${key}`;
};
