import { isUtf8 } from "node:buffer";
import type { NewRecord, StreamClient } from "../../../../runtime/clients.ts";
import { md5 } from "../../../../runtime/core/digest.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { recordsOf } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import type { ClientFactory } from "../bindings.ts";
import { putEntries } from "../sls.ts";

/** Most entries and bytes in a call, and most bytes of an entry (https://www.alibabacloud.com/help/en/sls/developer-reference/api-putlogs). */
const LIMITS = { items: 4096, bytes: 3 * 1024 * 1024, item: 1024 * 1024 };

/** Values of entries are strings: bytes that are not UTF-8 are written in Base64 and marked. */
function toFields({ key, data }: NewRecord): Readonly<Record<string, string>> {
  if (!(data instanceof Uint8Array)) return { key, data: toJson(data) };
  const bytes = Buffer.from(data);
  return isUtf8(bytes) ? { key, data: bytes.toString() } : { key, data: bytes.toString("base64"), encoding: "base64" };
}

const sizeOf = (fields: Readonly<Record<string, string>>): number =>
  Object.values(fields).reduce((size, value) => size + Buffer.byteLength(value), 32);

/** Simple Log Service: a record is an entry with the fields `key` and `data`. */
export const streamClient: ClientFactory<"stream"> = (stream, name): StreamClient => ({
  async put(given) {
    const place = `stream "${name}"`;
    const records = recordsOf(`put of ${place}`, given);
    await sendBatch(records.map(toFields), {
      place,
      limits: LIMITS,
      sizeOf,
      // Entries of one key go to one shard, one call after the other, so that they keep their order.
      groupOf: ({ key = "" }) => key,
      async send(some) {
        const time = Date.now();
        const entries = some.map((fields) => ({ time, fields }));
        await putEntries(stream, md5(some[0]?.key ?? "", "hex"), entries);
        return [];
      },
    });
  },
});
