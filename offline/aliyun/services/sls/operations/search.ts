import { z } from "zod";
import { ApiError } from "../../../core/error.ts";
import type { ServiceResponse } from "../../../core/http.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { type Found, histogram, search } from "../search.ts";
import type { LogState } from "../store.ts";
import { compress } from "../wire.ts";
import { answer, mayOnStore, number, readBody, storeOf } from "./common.ts";

const STORE = "/logstores/{logstore}";
const MOST_LINES = 100;

const Wanted = z.object({
  from: z.number(),
  to: z.number(),
  query: z.string().nullish(),
  topic: z.string().nullish(),
  line: z.int().nullish(),
  offset: z.int().nullish(),
  reverse: z.boolean().nullish(),
});

/** Searches logs by their contents. Some clients ask the logstore, others its index. */
export const searchOperations = (state: LogState): Operation[] => [
  ...[STORE, `${STORE}/index`].flatMap((path): Operation[] => [
    {
      name: "GetLogs",
      route: { method: "GET", path, query: ["type=log"] },
      permission: mayOnStore("GetLogStoreLogs"),
      run: (call) => getLogs(state, call),
    },
    {
      name: "GetHistograms",
      route: { method: "GET", path, query: ["type=histogram"] },
      permission: mayOnStore("GetLogStoreHistogram"),
      run: (call) => getHistograms(state, call),
    },
  ]),
  {
    name: "GetLogsV2",
    route: { method: "POST", path: `${STORE}/logs` },
    permission: mayOnStore("GetLogStoreLogs"),
    run: (call) => getLogsV2(state, call),
  },
];

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-getlogs */
function getLogs(state: LogState, call: Call): ServiceResponse {
  const { query } = call.request;
  const found = find(state, call);
  const lines = lineCount(number(call, "line", MOST_LINES));
  const shown = cut(found, lines, number(call, "offset", 0), query.get("reverse") === "true");
  return answer(call, shown, {
    "x-log-progress": "Complete",
    "x-log-count": String(shown.length),
    "x-log-processed-rows": String(found.length),
    "x-log-elapsed-millisecond": "1",
    "x-log-has-sql": "false",
    "x-log-where-query": encodeURIComponent(query.get("query") ?? ""),
    "x-log-agg-query": "",
  });
}

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-getlogsv2 */
function getLogsV2(state: LogState, call: Call): ServiceResponse {
  const { from, to, query, topic, line, offset, reverse } = readBody(call, Wanted);
  const found = search(storeOf(state, call), { from, to, query: query ?? "", topic: topic ?? "" });
  const data = cut(found, lineCount(line ?? MOST_LINES), offset ?? 0, reverse ?? false);
  const meta = {
    progress: "Complete",
    count: data.length,
    processedRows: found.length,
    processedBytes: 0,
    elapsedMillisecond: 1,
    hasSQL: false,
    aggQuery: "",
    whereQuery: query ?? "",
    telementryType: "None",
    cpuSec: 0,
    cpuCores: 0,
    limited: 0,
    mode: 0,
    keys: [],
    terms: [],
    isAccurate: true,
  };
  return packed(call, { meta, data });
}

/** The vendor compresses this answer for clients that say they can read it. */
function packed(call: Call, body: object): ServiceResponse {
  if (!/\blz4\b/.test(call.request.headers["accept-encoding"] ?? "")) return answer(call, body);
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = { "content-type": "application/json", "x-log-bodyrawsize": String(bytes.length) };
  return {
    ...answer(call, undefined, { ...headers, "x-log-compresstype": "lz4" }),
    body: compress(bytes, "lz4"),
  };
}

function getHistograms(state: LogState, call: Call): ServiceResponse {
  const found = find(state, call);
  const parts = histogram(found, number(call, "from", 0), number(call, "to", 0), number(call, "interval", 0));
  return answer(call, parts, { "x-log-progress": "Complete", "x-log-count": String(found.length) });
}

function find(state: LogState, call: Call): Found[] {
  const { query } = call.request;
  return search(storeOf(state, call), {
    from: number(call, "from", 0),
    to: number(call, "to", 0),
    query: query.get("query") ?? "",
    topic: query.get("topic") ?? "",
  });
}

function lineCount(line: number): number {
  if (line >= 0 && line <= MOST_LINES) return line;
  throw new ApiError(400, "InvalidLine", `line ${line} is not between 0 and ${MOST_LINES}`);
}

function cut(found: readonly Found[], lines: number, offset: number, reverse: boolean): Record<string, string>[] {
  if (offset < 0) throw new ApiError(400, "InvalidOffset", `offset ${offset} is less than 0`);
  const ordered = reverse ? found.toReversed() : found;
  return ordered.slice(offset, offset + lines).map(({ log }) => log);
}
