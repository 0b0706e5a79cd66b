import type { NewRecord, StreamClient } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { recordsOf } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import type { ClientFactory } from "../bindings.ts";
import { callJson, type JsonService, jsonError } from "../json-protocol.ts";
import { type EntryResult, refusalsInOrder } from "../refusals.ts";

const kinesis: JsonService = {
  name: "kinesis",
  variable: "KINESIS",
  target: "Kinesis_20131202",
  version: "1.1",
  errorIn: jsonError,
};

/** Most records and bytes in a call, and most bytes of a record with its key (https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html). */
const LIMITS = { items: 500, bytes: 5 * 1024 * 1024, item: 1024 * 1024 };

interface Entry {
  readonly key: string;
  readonly data: Buffer;
}

/** The bytes as they are now: the caller may change them while they wait for their call. */
const toEntry = ({ key, data }: NewRecord): Entry => ({
  key,
  data: Buffer.from(data instanceof Uint8Array ? data : toJson(data)),
});

/** Amazon Kinesis. Records that are tried again can arrive after later ones with the same key. */
export const streamClient: ClientFactory<"stream"> = ({ stream: StreamName }, name): StreamClient => ({
  async put(given) {
    const place = `stream "${name}"`;
    const records = recordsOf(`put of ${place}`, given);
    await sendBatch(records.map(toEntry), {
      place,
      limits: LIMITS,
      sizeOf: ({ data, key }) => data.length + Buffer.byteLength(key),
      async send(some) {
        const Records = some.map(({ key, data }) => ({ PartitionKey: key, Data: data.toString("base64") }));
        const answer = await callJson<{ Records?: readonly EntryResult[] }>(kinesis, "PutRecords", {
          StreamName,
          Records,
        });
        return refusalsInOrder(some, answer.Records);
      },
    });
  },
});
