import type { Operation } from "../../../core/service.ts";
import { invalid, streamMissing } from "../errors.ts";
import type { StreamInfo } from "../model.ts";
import type { Space, TableState } from "../state.ts";
import { changeRecord, changesFrom, firstChange } from "../stream.ts";
import type { Table } from "../table.ts";
import { action, consumed } from "./common.ts";

const MOST_RECORDS = 1000;

/** A stream has one shard here: the order of all changes of a table is kept. */
const shardOf = (stream: StreamInfo): string => `${stream.id}_0`;

/** @see https://www.alibabacloud.com/help/en/tablestore/developer-reference/liststream */
export const streamOperations = (state: TableState): Operation[] => [
  action<{ table_name?: string }>(state, {
    name: "ListStream",
    tables: ({ table_name }) => [table_name || "*"],
    run: ({ table_name }, { space }) => ({
      streams: streams(space)
        .filter(({ table }) => !table_name || table.facts.name === table_name)
        .map(({ table, stream }) => ({
          stream_id: stream.id,
          table_name: table.facts.name,
          creation_time: stream.enabled * 1000,
        })),
    }),
  }),
  action<{ stream_id: string; inclusive_start_shard_id?: string }>(state, {
    name: "DescribeStream",
    tables: () => ["*"],
    run: ({ stream_id }, { space }) => {
      const { table, stream } = find(space, stream_id);
      return {
        stream_id,
        expiration_time: stream.expiration,
        table_name: table.facts.name,
        creation_time: stream.enabled * 1000,
        stream_status: "STREAM_ACTIVE",
        shards: [{ shard_id: shardOf(stream) }],
      };
    },
  }),
  action<{ stream_id: string; shard_id: string; timestamp?: number }>(state, {
    name: "GetShardIterator",
    tables: () => ["*"],
    run: ({ stream_id, shard_id, timestamp }, { space }) => {
      const { table, stream } = find(space, stream_id);
      if (shard_id !== shardOf(stream)) throw streamMissing();
      // Microseconds; the change at this time, or the first after it.
      const at = timestamp && table.changes.find(({ time }) => time * 1000 >= timestamp);
      const number = timestamp ? (at ? at.number : table.next) : firstChange(table);
      return { shard_iterator: writeIterator(stream.id, number) };
    },
  }),
  action<{ shard_iterator: string; limit?: number }>(state, {
    name: "GetStreamRecord",
    tables: () => ["*"],
    run: ({ shard_iterator, limit }, { space }) => {
      const { id, number } = readIterator(shard_iterator);
      const { table, stream } = find(space, id);
      const found = changesFrom(table, number, Math.min(limit || MOST_RECORDS, MOST_RECORDS));
      const next = (found.at(-1)?.number ?? number - 1) + 1;
      return {
        stream_records: found.map(changeRecord),
        next_shard_iterator: writeIterator(stream.id, next),
        consumed: consumed(1, 0),
        may_more_record: next < table.next,
      };
    },
  }),
];

function streams(space: Space): { table: Table; stream: StreamInfo }[] {
  return [...space.tables.values()].flatMap((table) =>
    table.facts.stream ? [{ table, stream: table.facts.stream }] : [],
  );
}

function find(space: Space, id: string) {
  const found = streams(space).find(({ stream }) => stream.id === id);
  if (!found) throw streamMissing();
  return found;
}

const writeIterator = (id: string, number: number): string => Buffer.from(`${id}:${number}`).toString("base64");

function readIterator(text: string): { id: string; number: number } {
  const [, id, number] = /^(.+):(\d+)$/.exec(Buffer.from(text, "base64").toString()) ?? [];
  if (id === undefined) throw invalid("Invalid shard iterator.");
  return { id, number: Number(number) };
}
