import { KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from "@aws-sdk/client-kinesis";
import type { NewRecord, StreamClient } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { recordsOf } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import type { ClientFactory } from "../facts.ts";
import { http1 } from "../http1.ts";

const kinesis = lazy(() => new KinesisClient({ requestHandler: http1() }));

/** Most records and bytes in a call, and most bytes of a record with its key (https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html). */
const LIMITS = { items: 500, bytes: 5 * 1024 * 1024, item: 1024 * 1024 };

const toEntry = ({ key, data }: NewRecord): PutRecordsRequestEntry => ({
  PartitionKey: key,
  Data: data instanceof Uint8Array ? data : Buffer.from(toJson(data)),
});

/** Amazon Kinesis. Records that are tried again can arrive after later ones with the same key. */
export const streamClient: ClientFactory<"stream"> = ({ stream: StreamName }, name): StreamClient => ({
  async put(given) {
    const place = `stream "${name}"`;
    const records = recordsOf(`put of ${place}`, given);
    await sendBatch(records.map(toEntry), {
      place,
      limits: LIMITS,
      sizeOf: ({ Data, PartitionKey = "" }) => (Data?.length ?? 0) + Buffer.byteLength(PartitionKey),
      async send(some) {
        const answer = await kinesis().send(new PutRecordsCommand({ StreamName, Records: [...some] }));
        return some.map((_, index) => {
          const { ErrorCode: code, ErrorMessage: message = "" } = answer.Records?.[index] ?? {};
          return code === undefined ? undefined : { code, message };
        });
      },
    });
  },
});
