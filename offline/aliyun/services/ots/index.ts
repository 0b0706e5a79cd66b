import type { Emulated } from "../../core/emulated.ts";
import type { ServiceRequest } from "../../core/http.ts";
import type { HostFacts, Service } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { refuse, seal } from "./answers.ts";
import { readOperations } from "./operations/read-rows.ts";
import { streamOperations } from "./operations/streams.ts";
import { tableOperations } from "./operations/tables.ts";
import { tunnelClientOperations } from "./operations/tunnel-clients.ts";
import { tunnelOperations } from "./operations/tunnels.ts";
import { writeOperations } from "./operations/write-rows.ts";
import { restoreSpaces, saveSpaces } from "./snapshot.ts";
import { TableState } from "./state.ts";
import { type Positions, TableFeeds } from "./trigger.ts";

/** Tablestore's data interface: tables, rows, indexes, streams, tunnels, and what hands changes to functions. */
export function createOts(world: World): Emulated {
  const state = new TableState(world);
  const feeds = new TableFeeds(state);
  const service: Service = {
    description: {
      title: "Tablestore",
      version: "2015-12-31",
      docs: "https://www.alibabacloud.com/help/en/tablestore/developer-reference/operations-summary",
      signatures: ["ots"],
    },
    operations: [
      ...tableOperations(state),
      ...writeOperations(state),
      ...readOperations(state),
      ...streamOperations(state),
      ...tunnelOperations(state),
      ...tunnelClientOperations(state),
    ],
    matches,
    recognises,
    refuse,
    seal,
    snapshot: () => ({ spaces: saveSpaces(state), positions: feeds.positions }),
    restore: (kept) => {
      const { spaces, positions } = kept as { spaces: ReturnType<typeof saveSpaces>; positions: Positions };
      restoreSpaces(state, spaces);
      feeds.positions = positions;
    },
    reset: () => {
      state.spaces.clear();
      feeds.reset();
    },
    pending: ({ prefix }) => feeds.pending(prefix),
    empty: ({ instances }) => {
      const spaces = [...state.spaces].filter(([id]) => instances.includes(id.slice(id.indexOf("/") + 1)));
      for (const [, { tables }] of spaces) for (const table of tables.values()) table.rows.clear();
    },
  };
  return { service, sources: { tablestore: feeds } };
}

const HOST = /^([a-z0-9-]+)\.([a-z]{2}-[a-z0-9-]+)\.(?:vpc\.)?(?:ots|ots-internal|tablestore)\.aliyuncs\.com$/i;

/** `{instance}.{region}.ots.aliyuncs.com`, the internal one, the one in a VPC, and the newer names. */
function matches(host: string): HostFacts | undefined {
  const [, subject, region] = HOST.exec(host) ?? [];
  return subject === undefined || region === undefined ? undefined : { subject, region };
}

/** On a bare address the instance is in its header. */
function recognises({ headers }: ServiceRequest): HostFacts | undefined {
  const subject = headers["x-ots-instancename"];
  return subject === undefined ? undefined : { subject };
}
