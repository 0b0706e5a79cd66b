import { ApiError } from "../../../core/error.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import type { Logstore, StoredGroup } from "../model.ts";
import { type Found, packMeta, show } from "../search.ts";
import type { LogState } from "../store.ts";
import { answer, mayOnStore, number, storeOf } from "./common.ts";

const MOST_LINES = 100;
const MOST_TOPICS = 100;
const PATH = "/logstores/{logstore}";

/** Questions about a logstore that need no search: its topics, and what stands around a log. */
export const contextOperations = (state: LogState): Operation[] => [
  {
    name: "ListTopics",
    route: { method: "GET", path: PATH, query: ["type=topic"] },
    permission: mayOnStore("GetLogStoreLogs"),
    run: (call) => listTopics(storeOf(state, call), call),
  },
  {
    name: "GetContextLogs",
    route: { method: "GET", path: PATH, query: ["type=context_log"] },
    permission: mayOnStore("GetLogStoreLogs"),
    run: (call) => contextLogs(storeOf(state, call), call),
  },
];

function listTopics({ shards }: Logstore, call: Call) {
  const from = call.request.query.get("token") ?? "";
  const most = number(call, "line", MOST_TOPICS);
  if (most < 0 || most > MOST_TOPICS) throw invalid(`line ${most} is not between 0 and ${MOST_TOPICS}`);
  const topics = new Set(shards.flatMap(({ groups }) => groups.map(({ group }) => group.topic)));
  const rest = [...topics].sort().filter((topic) => topic >= from);
  const next = rest[most];
  return answer(call, rest.slice(0, most), {
    "x-log-count": String(Math.min(most, rest.length)),
    ...(next !== undefined && { "x-log-nexttoken": next }),
  });
}

interface Placed extends Found {
  readonly packId: string;
  readonly meta: string;
}

/**
 * The logs that one source wrote before and after a log: those of groups whose `__pack_id__` begins alike.
 * @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-getcontextlogs
 */
function contextLogs(store: Logstore, call: Call) {
  const { query } = call.request;
  const packId = query.get("pack_id") ?? "";
  const meta = query.get("pack_meta") ?? "";
  const [before, after] = [lines(call, "back_lines"), lines(call, "forward_lines")];
  const all = logsOfSource(store, sourceOf(packId));
  const at = all.findIndex((log) => log.packId === packId && log.meta === meta);
  if (at === -1) throw new ApiError(400, "InvalidParameter", `no log has the pack_id ${packId} and that pack_meta`);
  const start = Math.max(0, at - before);
  const shown = all.slice(start, at + after + 1);
  const logs = shown.map(({ log, meta: own }, i) => ({
    ...log,
    __pack_meta__: own,
    __index_number__: String(start + i - at),
  }));
  return answer(call, {
    progress: "Complete",
    total_lines: logs.length,
    back_lines: at - start,
    forward_lines: shown.length - 1 - (at - start),
    logs,
  });
}

function lines(call: Call, name: string): number {
  const count = number(call, name, 0);
  if (count >= 0 && count <= MOST_LINES) return count;
  throw invalid(`${name} ${count} is not between 0 and ${MOST_LINES}`);
}

function logsOfSource({ shards }: Logstore, source: string): Placed[] {
  return shards
    .flatMap((shard) => shard.groups.map((stored) => ({ shard: shard.id, stored, packId: packIdOf(stored) })))
    .filter(({ packId }) => packId !== "" && sourceOf(packId) === source)
    .sort((a, b) => sequenceOf(a.packId) - sequenceOf(b.packId) || a.stored.received - b.stored.received)
    .flatMap(({ shard, stored, packId }) =>
      stored.group.logs.map((log, i) => ({
        ...show(stored.group, log),
        packId,
        meta: packMeta(shard, stored, i),
      })),
    );
}

const packIdOf = ({ group }: StoredGroup): string => group.tags.find(([key]) => key === "__pack_id__")?.[1] ?? "";

/** `895CEA449A52FE-1`: the source, and the group's number there, hexadecimal. */
const sourceOf = (packId: string): string => packId.slice(0, Math.max(0, packId.lastIndexOf("-")));
const sequenceOf = (packId: string): number => Number.parseInt(packId.slice(packId.lastIndexOf("-") + 1), 16) || 0;
