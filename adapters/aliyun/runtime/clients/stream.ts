import { isUtf8 } from "node:buffer";
import type { NewRecord, StreamClient } from "../../../../runtime/clients.ts";
import { chunks, toJson } from "../../../../runtime/core/values.ts";
import { BatchError, type FailedItem } from "../../../../runtime/errors.ts";
import type { ClientFactory } from "../facts.ts";
import { ServiceError } from "../http.ts";
import { md5 } from "../signing/digest.ts";
import { putEntries } from "../sls.ts";

/** Most entries in a call, and most bytes of all of them (https://www.alibabacloud.com/help/en/sls/developer-reference/api-putlogs). */
const MOST_ENTRIES = 4096;
const MOST_BYTES = 3 * 1024 * 1024;

interface Numbered {
  readonly index: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** Values of entries are texts: bytes that aren't one are written in base64, and say so. */
function toFields({ key, data }: NewRecord): Record<string, string> {
  if (!(data instanceof Uint8Array)) return { key, data: toJson(data) };
  const bytes = Buffer.from(data);
  return isUtf8(bytes) ? { key, data: bytes.toString() } : { key, data: bytes.toString("base64"), encoding: "base64" };
}

const sizeOf = ({ fields }: Numbered): number =>
  Object.values(fields).reduce((size, value) => size + Buffer.byteLength(value), 32);

/** Entries of one key go to one shard, one call after the other, so that they keep their order. */
async function putKey(stream: Parameters<typeof putEntries>[0], key: string, all: readonly Numbered[]) {
  const failed: FailedItem[] = [];
  for (const chunk of chunks(all, MOST_ENTRIES, MOST_BYTES, sizeOf)) {
    const time = Date.now();
    const entries = chunk.map(({ fields }) => ({ time, fields }));
    await putEntries(stream, md5(key, "hex"), entries).catch((error: unknown) => {
      if (!(error instanceof ServiceError)) throw error;
      failed.push(...chunk.map(({ index }) => ({ index, code: error.code, message: error.message })));
    });
  }
  return failed;
}

/** Simple Log Service: a record is an entry with the fields `key` and `data`. */
export const streamClient: ClientFactory<"stream"> = (stream, name): StreamClient => ({
  async put(given) {
    const records: readonly NewRecord[] = Array.isArray(given) ? given : [given as NewRecord];
    const byKey = new Map<string, Numbered[]>();
    for (const [index, record] of records.entries()) {
      const numbered = { index, fields: toFields(record) };
      byKey.set(record.key, [...(byKey.get(record.key) ?? []), numbered]);
    }
    const failed: FailedItem[] = [];
    for (const [key, all] of byKey) failed.push(...(await putKey(stream, key, all)));
    if (failed.length > 0)
      throw new BatchError(`stream "${name}" refused ${failed.length} of ${records.length} records`, failed);
  },
});
