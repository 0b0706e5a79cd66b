import { z } from "zod";
import { ApiError } from "../../../core/error.ts";
import type { Call, Operation } from "../../../core/service.ts";
import type { Logstore, LogstoreSettings } from "../model.ts";
import { makeShards } from "../shards.ts";
import { FOREVER, type LogState } from "../store.ts";
import { answer, may, mayOnStore, page, projectOf, readBody, seconds, storeOf } from "./common.ts";

const STORE_NAME = /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/;

const Settings = z.object({
  ttl: z.int().min(1).max(FOREVER).nullish(),
  enable_tracking: z.boolean().nullish(),
  autoSplit: z.boolean().nullish(),
  /** -1 is what the Java client says of a logstore that does not split by itself. */
  maxSplitShard: z.int().min(-1).max(256).nullish(),
  appendMeta: z.boolean().nullish(),
  hot_ttl: z.int().nullish(),
  infrequentAccessTTL: z.int().nullish(),
  mode: z.enum(["standard", "query", "lite", ""]).nullish(),
  encrypt_conf: z.looseObject({}).nullish(),
});
const Create = Settings.extend({
  logstoreName: z
    .string()
    .regex(STORE_NAME, "a logstore's name has 3 to 63 lower-case letters, digits, hyphens and underscores"),
  shardCount: z.int().min(1).max(100).nullish(),
  telemetryType: z.enum(["None", "Metrics", ""]).nullish(),
});
const METERING = ["ChargeByFunction", "ChargeByDataIngest"] as const;

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-createlogstore */
export const logstoreOperations = (state: LogState): Operation[] => [
  {
    name: "CreateLogStore",
    route: { method: "POST", path: "/logstores" },
    permission: may("CreateLogStore", () => "logstore/*"),
    run: (call) => create(state, call),
  },
  {
    name: "ListLogStores",
    route: { method: "GET", path: "/logstores" },
    permission: may("ListLogStores", () => "logstore/*"),
    run: (call) => list(state, call),
  },
  {
    name: "GetLogStore",
    route: { method: "GET", path: "/logstores/{logstore}" },
    permission: mayOnStore("GetLogStore"),
    run: (call) => {
      refuseQueries(call);
      return answer(call, show(storeOf(state, call)));
    },
  },
  {
    name: "UpdateLogStore",
    route: { method: "PUT", path: "/logstores/{logstore}" },
    permission: mayOnStore("UpdateLogStore"),
    run: (call) => update(state, call),
  },
  {
    name: "DeleteLogStore",
    route: { method: "DELETE", path: "/logstores/{logstore}" },
    permission: mayOnStore("DeleteLogStore"),
    run: (call) => {
      const { name } = storeOf(state, call);
      delete projectOf(state, call).logstores[name];
      state.world.changed();
      return answer(call, undefined);
    },
  },
  {
    name: "GetLogStoreMeteringMode",
    route: { method: "GET", path: "/logstores/{logstore}/meteringmode" },
    permission: mayOnStore("GetLogStoreMeteringMode"),
    run: (call) => answer(call, { meteringMode: storeOf(state, call).meteringMode }),
  },
  {
    name: "UpdateLogStoreMeteringMode",
    route: { method: "PUT", path: "/logstores/{logstore}/meteringmode" },
    permission: mayOnStore("UpdateLogStoreMeteringMode"),
    run: (call) => {
      const store = storeOf(state, call);
      store.meteringMode = readBody(call, z.object({ meteringMode: z.enum(METERING) })).meteringMode;
      state.world.changed();
      return answer(call, undefined);
    },
  },
];

/** Queries go to a logstore's own address: one of a kind that isn't here must not be answered with the logstore. */
function refuseQueries({ request }: Call): void {
  const type = request.query.get("type");
  if (type === null) return;
  throw new ApiError(
    400,
    "NotSupported",
    `the emulator has no queries of the type ${type}; it has log, histogram, topic and context_log`,
  );
}

function create(state: LogState, call: Call) {
  const project = projectOf(state, call);
  const { logstoreName: name, shardCount, telemetryType, ...given } = readBody(call, Create);
  if (Object.hasOwn(project.logstores, name)) {
    throw new ApiError(400, "LogStoreAlreadyExist", `logstore ${name} already exists`);
  }
  if (telemetryType === "Metrics") {
    throw new ApiError(400, "ParameterInvalid", "telemetryType: the emulator keeps logs, and has no metric stores");
  }
  const now = state.world.clock.now();
  project.logstores[name] = {
    name,
    settings: merge(DEFAULTS, { ...given, telemetryType: telemetryType ?? "" }),
    created: now,
    modified: now,
    meteringMode: METERING[0],
    shards: makeShards(shardCount ?? 2, now),
    consumerGroups: {},
    turn: 0,
  };
  state.world.changed();
  return answer(call, undefined);
}

const DEFAULTS: LogstoreSettings = {
  ttl: 30,
  enable_tracking: false,
  autoSplit: false,
  maxSplitShard: 0,
  appendMeta: false,
  telemetryType: "",
  mode: "standard",
};

function update(state: LogState, call: Call) {
  const store = storeOf(state, call);
  store.settings = merge(store.settings, readBody(call, Settings));
  store.modified = state.world.clock.now();
  state.world.changed();
  return answer(call, undefined);
}

/** Settings with what was given, where something was. */
function merge(settings: LogstoreSettings, given: object): LogstoreSettings {
  const said = Object.entries(given).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return { ...settings, ...Object.fromEntries(said) };
}

function list(state: LogState, call: Call) {
  const { query } = call.request;
  const wanted = query.get("logstoreName") ?? "";
  const telemetry = query.get("telemetryType") ?? "";
  const all = Object.values(projectOf(state, call).logstores)
    .filter(({ name }) => name.includes(wanted))
    .filter(({ settings }) => (settings.telemetryType === "Metrics") === (telemetry === "Metrics"))
    .map(({ name }) => name);
  const logstores = page(call, all);
  return answer(call, { count: logstores.length, total: all.length, logstores });
}

const show = ({ name, settings, shards, created, modified }: Logstore) => ({
  logstoreName: name,
  ...settings,
  shardCount: shards.filter(({ status }) => status === "readwrite").length,
  createTime: seconds(created),
  lastModifyTime: seconds(modified),
});
