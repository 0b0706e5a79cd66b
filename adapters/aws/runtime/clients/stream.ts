import { setTimeout as sleep } from "node:timers/promises";
import { KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from "@aws-sdk/client-kinesis";
import type { NewRecord, StreamClient } from "../../../../runtime/clients.ts";
import { chunks, lazy, toJson } from "../../../../runtime/core/values.ts";
import { BatchError, type FailedItem } from "../../../../runtime/errors.ts";
import type { ClientFactory } from "../facts.ts";

const kinesis = lazy(() => new KinesisClient());

/** Most records in a call, and most bytes of all of them (https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html). */
const MOST_RECORDS = 500;
const MOST_BYTES = 5 * 1024 * 1024;
/** Milliseconds to wait before each further try of what was refused, usually for a shard's limit per second. */
const PAUSES = [100, 300, 900];

interface Entry {
  readonly index: number;
  readonly record: PutRecordsRequestEntry;
}

const toEntry = ({ key, data }: NewRecord, index: number): Entry => ({
  index,
  record: { PartitionKey: key, Data: data instanceof Uint8Array ? data : Buffer.from(toJson(data)) },
});

const sizeOf = ({ record }: Entry): number => (record.Data?.length ?? 0) + Buffer.byteLength(record.PartitionKey ?? "");

/** Puts entries; gives those that were refused, with the reason. */
async function putChunk(stream: string, entries: readonly Entry[]): Promise<(FailedItem & { entry: Entry })[]> {
  const Records = entries.map(({ record }) => record);
  const answer = await kinesis().send(new PutRecordsCommand({ StreamName: stream, Records }));
  return entries.flatMap((entry, position) => {
    const { ErrorCode: code, ErrorMessage: message = "" } = answer.Records?.[position] ?? {};
    return code === undefined ? [] : [{ index: entry.index, code, message, entry }];
  });
}

/** Amazon Kinesis. Records that are tried again can arrive after later ones with the same key. */
export const streamClient: ClientFactory<"stream"> = ({ stream: streamName }, name): StreamClient => ({
  async put(given) {
    const records: readonly NewRecord[] = Array.isArray(given) ? given : [given as NewRecord];
    const failed: FailedItem[] = [];
    for (const chunk of chunks(records.map(toEntry), MOST_RECORDS, MOST_BYTES, sizeOf)) {
      let refused = await putChunk(streamName, chunk);
      for (const pause of PAUSES) {
        if (refused.length === 0) break;
        await sleep(pause);
        refused = await putChunk(
          streamName,
          refused.map(({ entry }) => entry),
        );
      }
      failed.push(...refused.map(({ index, code, message }) => ({ index, code, message })));
    }
    if (failed.length > 0)
      throw new BatchError(`stream "${name}" refused ${failed.length} of ${records.length} records`, failed);
  },
});
