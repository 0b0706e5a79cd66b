import {
  type BucketReader,
  type BucketWriter,
  defineHandler,
  type QueueReceiver,
  type QueueSender,
  type TableReader,
  type TableWriter,
} from "polyfn/runtime";
import { metadataCases, objectKeys } from "./tables/object-keys.ts";
import { rowValues } from "./tables/row-values.ts";
import { sentValues } from "./tables/sent-values.ts";
import { tryKey, tryMetadata } from "./tables/try-key.ts";
import { tryRow } from "./tables/try-row.ts";
import { trySent } from "./tables/try-sent.ts";

interface Resources {
  readonly values: TableReader & TableWriter;
  readonly keyfiles: BucketReader & BucketWriter;
  readonly metafiles: BucketReader & BucketWriter;
  readonly sentQueue: QueueSender & QueueReceiver;
}

/** Tries every line of a table with the function's own clients; gives what became of each, in order. */
const tables: Readonly<Record<string, (resources: Resources) => Promise<string[]>>> = {
  async rows({ values }) {
    const results: string[] = [];
    for (const [index, one] of rowValues.entries()) results.push(await tryRow(values, one, `row-${index}`));
    return results;
  },
  async keys({ keyfiles }) {
    const results: string[] = [];
    for (const { key, result } of objectKeys) results.push(await tryKey(keyfiles, key, result));
    return results;
  },
  async metadata({ metafiles }) {
    const results: string[] = [];
    for (const one of metadataCases) results.push(await tryMetadata(metafiles, one));
    return results;
  },
  sent: ({ sentQueue }) => trySent(sentQueue, sentValues),
};

export default defineHandler({
  async raw(event, ctx) {
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    const { table } = JSON.parse(text) as { table: string };
    return await tables[table]?.(ctx.resources as Resources);
  },
});
