import { z } from "zod";
import { ApiError } from "../../../core/error.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import type { Index, IndexSettings } from "../model.ts";
import type { LogState } from "../store.ts";
import { answer, mayOnStore, readBody, seconds, storeOf } from "./common.ts";

const Tokens = {
  token: z
    .array(z.string())
    .nullish()
    .transform((token) => token ?? []),
  caseSensitive: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
};
const Settings = z.looseObject({
  line: z
    .looseObject({
      ...Tokens,
      include_keys: z.array(z.string()).optional(),
      exclude_keys: z.array(z.string()).optional(),
    })
    .optional(),
  keys: z.record(z.string(), z.looseObject({ type: z.enum(["text", "long", "double", "json"]), ...Tokens })).optional(),
});

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-createindex */
export const indexOperations = (state: LogState): Operation[] => [
  {
    name: "CreateIndex",
    route: { method: "POST", path: "/logstores/{logstore}/index" },
    permission: mayOnStore("CreateIndex"),
    run: (call) => {
      const store = storeOf(state, call);
      if (store.index) throw new ApiError(400, "IndexAlreadyExist", "log store index is already created");
      const now = state.world.clock.now();
      store.index = { settings: read(call), created: now, modified: now };
      state.world.changed();
      return answer(call, undefined);
    },
  },
  {
    name: "GetIndex",
    route: { method: "GET", path: "/logstores/{logstore}/index" },
    permission: mayOnStore("GetIndex"),
    run: (call) => {
      const { index, settings } = find(state, call);
      return answer(call, {
        index_mode: "v2",
        storage: "pg",
        ttl: settings.ttl,
        ...index.settings,
        lastModifyTime: seconds(index.modified),
      });
    },
  },
  {
    name: "UpdateIndex",
    route: { method: "PUT", path: "/logstores/{logstore}/index" },
    permission: mayOnStore("UpdateIndex"),
    run: (call) => {
      const { index } = find(state, call);
      storeOf(state, call).index = { ...index, settings: read(call), modified: state.world.clock.now() };
      state.world.changed();
      return answer(call, undefined);
    },
  },
  {
    name: "DeleteIndex",
    route: { method: "DELETE", path: "/logstores/{logstore}/index" },
    permission: mayOnStore("DeleteIndex"),
    run: (call) => {
      find(state, call);
      delete storeOf(state, call).index;
      state.world.changed();
      return answer(call, undefined);
    },
  },
];

function read(call: Call): IndexSettings {
  const settings = readBody(call, Settings);
  if (!settings.line && !settings.keys) throw invalid("an index wants line, keys or both");
  return settings as IndexSettings;
}

function find(state: LogState, call: Call) {
  const { index, settings } = storeOf(state, call);
  if (index) return { index: index satisfies Index, settings };
  throw new ApiError(404, "IndexConfigNotExist", "index config doesn't exist");
}
