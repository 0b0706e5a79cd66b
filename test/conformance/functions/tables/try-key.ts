import { isDeepStrictEqual } from "node:util";
import { type BucketReader, type BucketWriter, InvalidInputError } from "polyfn/runtime";
import type { MetadataCase } from "./object-keys.ts";

type Bucket = BucketReader & BucketWriter;

/** Every method that takes a key. */
const methods = (bucket: Bucket, key: string): Readonly<Record<string, () => Promise<unknown>>> => ({
  put: () => bucket.put(key, `of ${key.length}`),
  get: () => bucket.get(key),
  head: () => bucket.head(key),
  delete: () => bucket.delete(key),
  "signed get": () => bucket.signedUrl(key),
  "signed put": () => bucket.signedUrl(key, { method: "put", contentType: "text/plain" }),
});

/** True if every method refuses the key; names those that don't. */
async function refusals(bucket: Bucket, key: string): Promise<string> {
  const taken: string[] = [];
  for (const [name, call] of Object.entries(methods(bucket, key))) {
    const error = await call().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof InvalidInputError)) taken.push(`${name}: ${String(error ?? "taken")}`);
  }
  return taken.length === 0 ? "refused" : taken.join("; ");
}

async function listed(bucket: Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list({ prefix })) keys.push(key);
  return keys;
}

/** Puts an object, reads it in every way, changes it through a signed address, and deletes it. */
async function roundTrip(bucket: Bucket, key: string, signed: typeof fetch): Promise<string> {
  const wrong: string[] = [];
  const same = (what: string, found: unknown, wanted: unknown): void => {
    if (!isDeepStrictEqual(found, wanted)) wrong.push(`${what}: ${JSON.stringify(found)}`);
  };
  await bucket.put(key, "one");
  same("get", await (await bucket.get(key))?.text(), "one");
  same("head", (await bucket.head(key))?.size, 3);
  same("list", await listed(bucket, key), [key]);
  same("signed get", await (await signed(await bucket.signedUrl(key))).text(), "one");
  const headers = { "content-type": "text/plain" };
  const url = await bucket.signedUrl(key, { method: "put", contentType: "text/plain" });
  same("signed put", (await signed(url, { method: "PUT", body: "two", headers })).status, 200);
  same("get after the signed put", await (await bucket.get(key))?.text(), "two");
  await bucket.delete(key);
  same("get after the deletion", await bucket.get(key), undefined);
  return wrong.length === 0 ? "stored" : wrong.join("; ");
}

/** The result of a key: `stored`, `refused`, or the error. `signed` tries signed addresses. */
export async function tryKey(bucket: Bucket, key: string, result: string, signed = fetch): Promise<string> {
  try {
    return await (result === "refused" ? refusals(bucket, key) : roundTrip(bucket, key, signed));
  } catch (error) {
    return `failed: ${String(error)}`;
  }
}

/** The result of an object's metadata. */
export async function tryMetadata(bucket: Bucket, { metadata, result }: MetadataCase): Promise<string> {
  try {
    await bucket.put("metadata", "x", { metadata });
  } catch (error) {
    return error instanceof InvalidInputError ? "refused" : `failed: ${String(error)}`;
  }
  const wanted = typeof result === "object" ? result.metadata : metadata;
  const found = [(await bucket.head("metadata"))?.metadata, (await bucket.get("metadata"))?.metadata];
  return isDeepStrictEqual(found, [wanted, wanted]) ? "stored" : `read back as ${JSON.stringify(found)}`;
}
