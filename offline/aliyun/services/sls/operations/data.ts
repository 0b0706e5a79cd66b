import { ApiError } from "../../../core/error.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import type { LogGroup, StoredGroup } from "../model.ts";
import { findShard, groupsBetween, readCursor, writeCursor } from "../shards.ts";
import type { LogState } from "../store.ts";
import { type Compression, compress, decodeGroup, decompress, encodeGroups } from "../wire.ts";
import { answer, mayOnStore, number, storeOf } from "./common.ts";

const MOST_RAW = 10 * 1024 * 1024;
const MOST_GROUPS = 1000;

/** Writing logs, and reading them in the order in which they came. */
export const dataOperations = (state: LogState): Operation[] => [
  put(state, "/logstores/{logstore}/shards/lb"),
  put(state, "/logstores/{logstore}/shards/route"),
  // The first form of the API, which the Go client still writes to.
  put(state, "/logstores/{logstore}"),
  {
    name: "PullLogs",
    route: { method: "GET", path: "/logstores/{logstore}/shards/{shard}" },
    permission: mayOnStore("GetCursorOrData"),
    run: (call) => pull(state, call),
  },
];

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-putlogs */
const put = (state: LogState, path: string): Operation => ({
  name: "PutLogs",
  route: { method: "POST", path },
  permission: mayOnStore("PostLogStoreLogs"),
  run: (call) => {
    const store = storeOf(state, call);
    const group = readGroup(call);
    const key = path.endsWith("/route") ? (call.request.query.get("key") ?? undefined) : undefined;
    if (group.logs.length > 0) state.append(store, group, key);
    return answer(call, undefined);
  },
});

/** The group in a request's body. @throws ApiError for a body that isn't one, or isn't said to be */
function readGroup({ request }: Call): LogGroup {
  const { headers, body } = request;
  if (!headers["content-type"]?.startsWith("application/x-protobuf")) {
    throw new ApiError(400, "InvalidContentType", `Content-Type ${headers["content-type"] ?? ""} is not supported`);
  }
  const size = headers["x-log-bodyrawsize"];
  if (size === undefined) throw new ApiError(400, "MissingBodyRawSize", "x-log-bodyrawsize is missing");
  if (!/^\d+$/.test(size)) throw new ApiError(400, "InvalidBodyRawSize", `x-log-bodyrawsize ${size} is invalid`);
  if (Number(size) > MOST_RAW) throw new ApiError(400, "PostBodyTooLarge", `the body has more than ${MOST_RAW} bytes`);
  const type = headers["x-log-compresstype"];
  const group = decodeGroup(type ? decompress(body, type, Number(size)) : body);
  const unnamed = group.logs.some(({ fields }) => fields.some(([key]) => key === ""));
  if (unnamed) throw new ApiError(400, "PostBodyInvalid", "a field of a log has an empty key");
  return group;
}

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-pulllogs */
function pull(state: LogState, call: Call) {
  const { query } = call.request;
  const shard = findShard(storeOf(state, call), call.params.shard ?? "");
  if (query.get("query") || query.get("processor")) {
    throw new ApiError(400, "NotSupported", "the emulator does not run SPL on the logs that are pulled");
  }
  const begin = readCursor(query.get("cursor") ?? "");
  const endText = query.get("end_cursor");
  const end = endText ? readCursor(endText) : undefined;
  const count = Math.min(number(call, "count", 100), MOST_GROUPS);
  if (count < 1) throw invalid(`count ${count} is less than 1`);
  const { groups, bytes } = fitting(groupsBetween(shard, begin, end).slice(0, count));
  const last = groups.at(-1);
  const next = last ? last.cursor + 1 : Math.max(begin, Math.min(end ?? shard.next, shard.next));
  const type = accepted(call.request.headers["accept-encoding"]);
  return {
    ...answer(call, undefined, {
      "content-type": "application/x-protobuf",
      "x-log-cursor": writeCursor(next),
      "x-log-count": String(groups.length),
      "x-log-bodyrawsize": String(bytes.length),
      ...(last && { "x-log-read-last-cursor": String(last.cursor) }),
      ...(type && { "x-log-compresstype": type }),
    }),
    body: type && bytes.length > 0 ? compress(bytes, type) : bytes,
  };
}

/** As many groups as one answer has room for; at least one, however large. */
function fitting(groups: StoredGroup[]): { groups: StoredGroup[]; bytes: Buffer } {
  let kept = groups;
  let bytes = encodeGroups(kept.map(({ group }) => group));
  while (bytes.length > MOST_RAW && kept.length > 1) {
    kept = kept.slice(0, Math.ceil(kept.length / 2));
    bytes = encodeGroups(kept.map(({ group }) => group));
  }
  return { groups: kept, bytes };
}

/** The first of the compressions a client takes that the service has. */
function accepted(header: string | undefined): Compression | undefined {
  const known = ["lz4", "gzip", "deflate"] as const;
  const asked = (header ?? "").split(",").map((one) => one.split(";")[0]?.trim().toLowerCase());
  return asked.flatMap((one) => known.filter((type) => type === one))[0];
}
