import type { Call, Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import type { Shard } from "../model.ts";
import {
  cursorAt,
  findShard,
  firstCursor,
  groupsBetween,
  mergeShards,
  readCursor,
  splitShard,
  writeCursor,
} from "../shards.ts";
import type { LogState } from "../store.ts";
import { answer, mayOnStore, number, seconds, storeOf } from "./common.ts";

const SHARD = "/logstores/{logstore}/shards/{shard}";

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-listshards */
export const shardOperations = (state: LogState): Operation[] => [
  {
    name: "ListShards",
    route: { method: "GET", path: "/logstores/{logstore}/shards" },
    permission: mayOnStore("ListShards"),
    run: (call) => list(call, storeOf(state, call).shards),
  },
  {
    name: "SplitShard",
    route: { method: "POST", path: SHARD, query: ["action=split"] },
    permission: mayOnStore("UpdateLogStore"),
    run: (call) => {
      const store = storeOf(state, call);
      const key = call.request.query.get("key") || undefined;
      const shards = splitShard(store, shardId(call), number(call, "shardCount", 2), key, state.world.clock.now());
      state.world.changed();
      return list(call, shards);
    },
  },
  {
    name: "MergeShard",
    route: { method: "POST", path: SHARD, query: ["action=merge"] },
    permission: mayOnStore("UpdateLogStore"),
    run: (call) => {
      const shards = mergeShards(storeOf(state, call), shardId(call), state.world.clock.now());
      state.world.changed();
      return list(call, shards);
    },
  },
  {
    name: "GetCursor",
    route: { method: "GET", path: SHARD, query: ["type=cursor"] },
    permission: mayOnStore("GetCursorOrData"),
    run: (call) => {
      const shard = findShard(storeOf(state, call), shardId(call));
      return answer(call, { cursor: writeCursor(cursorFrom(shard, call.request.query.get("from"))) });
    },
  },
  {
    name: "GetCursorTime",
    route: { method: "GET", path: SHARD, query: ["type=cursor_time"] },
    permission: mayOnStore("GetCursorOrData"),
    run: (call) => {
      const shard = findShard(storeOf(state, call), shardId(call));
      const [group] = groupsBetween(shard, readCursor(call.request.query.get("cursor") ?? ""));
      return answer(call, { cursor_time: seconds(group?.received ?? state.world.clock.now()) });
    },
  },
];

const shardId = (call: Call): string => call.params.shard ?? "";

/** @throws ApiError ParameterInvalid unless it is begin, end or a time in seconds */
function cursorFrom(shard: Shard, from: string | null): number {
  if (from === "begin") return firstCursor(shard);
  if (from === "end") return shard.next;
  if (from === null || !/^\d{1,12}$/.test(from)) throw invalid(`from ${from ?? ""} is not begin, end or a unix time`);
  return cursorAt(shard, Number(from));
}

function list(call: Call, shards: readonly Shard[]) {
  const shown = shards.map(({ id, status, begin, end, created }) => ({
    shardID: id,
    status,
    inclusiveBeginKey: begin,
    exclusiveEndKey: end,
    createTime: seconds(created),
  }));
  return answer(call, shown);
}
