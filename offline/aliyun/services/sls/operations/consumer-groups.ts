import { z } from "zod";
import { ApiError } from "../../../core/error.ts";
import type { Call, Operation } from "../../../core/service.ts";
import type { ConsumerGroup, Logstore } from "../model.ts";
import { findShard, readCursor } from "../shards.ts";
import type { LogState } from "../store.ts";
import { answer, mayOnStore, readBody, storeOf } from "./common.ts";

const GROUPS = "/logstores/{logstore}/consumergroups";
const GROUP = `${GROUPS}/{group}`;

const Create = z.object({
  consumerGroup: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{1,126}[A-Za-z0-9]$/, "is not a consumer group's name"),
  timeout: z.int().min(1),
  order: z.boolean(),
});
const Change = z.object({ timeout: z.int().min(1).optional(), order: z.boolean().optional() });

const onGroup = (action: string) => mayOnStore(action, (call) => `consumergroup/${call.params.group ?? "*"}`);

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-createconsumergroup */
export const consumerGroupOperations = (state: LogState): Operation[] => [
  {
    name: "CreateConsumerGroup",
    route: { method: "POST", path: GROUPS },
    permission: onGroup("CreateConsumerGroup"),
    run: (call) => create(state, call),
  },
  {
    name: "ListConsumerGroup",
    route: { method: "GET", path: GROUPS },
    permission: onGroup("ListConsumerGroup"),
    run: (call) => {
      const groups = Object.values(storeOf(state, call).consumerGroups);
      return answer(
        call,
        groups.map(({ name, timeout, order }) => ({ name, timeout, order })),
      );
    },
  },
  {
    name: "UpdateConsumerGroup",
    route: { method: "PUT", path: GROUP },
    permission: onGroup("UpdateConsumerGroup"),
    run: (call) => {
      Object.assign(find(storeOf(state, call), call), readBody(call, Change));
      state.world.changed();
      return answer(call, undefined);
    },
  },
  {
    name: "DeleteConsumerGroup",
    route: { method: "DELETE", path: GROUP },
    permission: onGroup("DeleteConsumerGroup"),
    run: (call) => {
      const store = storeOf(state, call);
      delete store.consumerGroups[find(store, call).name];
      state.world.changed();
      return answer(call, undefined);
    },
  },
  {
    name: "ConsumerGroupHeartBeat",
    route: { method: "POST", path: GROUP, query: ["type=heartbeat"] },
    permission: onGroup("ConsumerGroupHeartBeat"),
    run: (call) => heartbeat(state, call),
  },
  {
    name: "ConsumerGroupUpdateCheckPoint",
    route: { method: "POST", path: GROUP, query: ["type=checkpoint"] },
    permission: onGroup("ConsumerGroupUpdateCheckPoint"),
    run: (call) => checkpoint(state, call),
  },
  {
    name: "GetCheckPoint",
    route: { method: "GET", path: GROUP },
    permission: onGroup("GetConsumerGroupCheckPoint"),
    run: (call) => {
      const wanted = call.request.query.get("shard");
      const { checkpoints } = find(storeOf(state, call), call);
      const shown = Object.entries(checkpoints)
        .filter(([shard]) => wanted === null || wanted === shard)
        .map(([shard, point]) => ({ shard: Number(shard), ...point }));
      return answer(call, shown);
    },
  },
];

function create(state: LogState, call: Call) {
  const store = storeOf(state, call);
  const { consumerGroup: name, timeout, order } = readBody(call, Create);
  if (Object.hasOwn(store.consumerGroups, name)) {
    throw new ApiError(400, "ConsumerGroupAlreadyExist", `consumer group ${name} already exists`);
  }
  const checkpoints = Object.fromEntries(
    store.shards.map(({ id }) => [String(id), { checkpoint: "", updateTime: 0, consumer: "" }]),
  );
  store.consumerGroups[name] = { name, timeout, order, checkpoints, consumers: {} };
  state.world.changed();
  return answer(call, undefined);
}

function find(store: Logstore, call: Call): ConsumerGroup {
  const name = call.params.group ?? "";
  const group = Object.hasOwn(store.consumerGroups, name) ? store.consumerGroups[name] : undefined;
  if (!group) throw new ApiError(404, "ConsumerGroupNotExist", `consumer group ${name} does not exist`);
  return group;
}

/** Assigns shards to a consumer: those that it held, and its share of the unassigned ones. */
function heartbeat(state: LogState, call: Call) {
  const store = storeOf(state, call);
  const group = find(store, call);
  const name = call.request.query.get("consumer") ?? "";
  const held = readBody(call, z.array(z.int()));
  const now = state.world.clock.now();
  group.consumers[name] = { seen: now, shards: group.consumers[name]?.shards.filter((id) => held.includes(id)) ?? [] };
  for (const [other, { seen }] of Object.entries(group.consumers)) {
    if (now - seen > group.timeout * 1000) delete group.consumers[other];
  }
  deal(group, store);
  state.world.changed();
  return answer(call, group.consumers[name].shards);
}

/** Gives each consumer its share of the shards, taking back what is above it. */
function deal(group: ConsumerGroup, store: Logstore): void {
  const consumers = Object.values(group.consumers);
  const share = Math.ceil(store.shards.length / consumers.length);
  for (const consumer of consumers) consumer.shards = consumer.shards.slice(0, share);
  for (const { id } of store.shards) {
    if (consumers.some(({ shards }) => shards.includes(id))) continue;
    consumers.find(({ shards }) => shards.length < share)?.shards.push(id);
  }
}

function checkpoint(state: LogState, call: Call) {
  const store = storeOf(state, call);
  const group = find(store, call);
  const { query } = call.request;
  const body = readBody(call, z.object({ shard: z.int(), checkpoint: z.string() }));
  findShard(store, String(body.shard));
  readCursor(body.checkpoint);
  const consumer = query.get("consumer") ?? "";
  const holds = group.consumers[consumer]?.shards.includes(body.shard) ?? false;
  if (!holds && query.get("forceSuccess") !== "true") {
    throw new ApiError(400, "ConsumerNotExsit", `consumer ${consumer} does not hold shard ${body.shard}`);
  }
  const updateTime = state.world.clock.now() * 1000;
  group.checkpoints[String(body.shard)] = { checkpoint: body.checkpoint, updateTime, consumer };
  state.world.changed();
  return answer(call, undefined);
}
