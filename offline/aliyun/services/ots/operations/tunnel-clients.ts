import { randomUUID } from "node:crypto";
import { ApiError } from "../../../core/error.ts";
import type { Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import { readBounds } from "../keys.ts";
import type { Row } from "../model.ts";
import { readRows } from "../plain-buffer/read.ts";
import { writeRows } from "../plain-buffer/write.ts";
import { keyCells } from "../read.ts";
import type { Space, TableState } from "../state.ts";
import { changeRecord, changesFrom } from "../stream.ts";
import type { Table } from "../table.ts";
import type { Tunnel, TunnelChannel } from "../tunnel.ts";
import { action, type Context } from "./common.ts";
import { FINISHED, readToken, writeToken } from "./tunnel-tokens.ts";

interface OfTunnel {
  readonly tunnel_id: string;
}
interface OfClient extends OfTunnel {
  readonly client_id: string;
}
interface OfChannel extends OfClient {
  readonly channel_id: string;
}

const MOST_RECORDS = 5000;
const DEFAULT_TIMEOUT = 300;

/** Consuming a table through a tunnel: clients share its channels, read, and say how far they are. */
export const tunnelClientOperations = (state: TableState): Operation[] => [
  action<OfTunnel & { client_config?: { timeout?: number } }>(state, {
    name: "ConnectTunnel",
    path: "/tunnel/connect",
    request: "ConnectRequest",
    response: "ConnectResponse",
    tables: () => ["*"],
    run: ({ tunnel_id, client_config }, { space, now }) => {
      const client_id = randomUUID();
      const timeout = client_config?.timeout || DEFAULT_TIMEOUT;
      tunnelOf(space, tunnel_id).clients[client_id] = { seen: now, timeout };
      return { client_id };
    },
  }),
  action<OfClient & { channels: readonly { channel_id: string; version: number; status: TunnelChannel["status"] }[] }>(
    state,
    {
      name: "Heartbeat",
      path: "/tunnel/heartbeat",
      tables: () => ["*"],
      run: ({ tunnel_id, client_id, channels }, { space, now }) => {
        const tunnel = tunnelOf(space, tunnel_id);
        const client = clientOf(tunnel, client_id);
        client.seen = now;
        for (const said of channels) {
          const channel = tunnel.channels.find(
            ({ id, client: owner }) => id === said.channel_id && owner === client_id,
          );
          if (channel && said.status === "CLOSE") channel.status = "TERMINATED";
        }
        deal(tunnel, client_id, now);
        return {
          channels: tunnel.channels
            .filter(({ client: owner }) => owner === client_id)
            .map(({ id, version, status }) => ({ channel_id: id, version, status })),
        };
      },
    },
  ),
  action<OfClient>(state, {
    name: "ShutdownTunnel",
    path: "/tunnel/shutdown",
    request: "ShutdownRequest",
    response: "ShutdownResponse",
    tables: () => ["*"],
    run: ({ tunnel_id, client_id }, { space }) => {
      const tunnel = tunnelOf(space, tunnel_id);
      clientOf(tunnel, client_id);
      delete tunnel.clients[client_id];
      for (const channel of tunnel.channels) if (channel.client === client_id) channel.client = "";
      return {};
    },
  }),
  action<OfChannel>(state, {
    name: "GetCheckpoint",
    path: "/tunnel/getcheckpoint",
    tables: () => ["*"],
    run: (message, { space }) => {
      const { checkpoint, sequence } = channelOf(space, message);
      return { checkpoint, sequence_number: sequence };
    },
  }),
  action<OfChannel & { token: string }>(state, {
    name: "ReadRecords",
    path: "/tunnel/readrecords",
    tables: () => ["*"],
    run: (message, context) => {
      channelOf(context.space, message);
      const table = context.table(tunnelOf(context.space, message.tunnel_id).table);
      return message.token === FINISHED ? { next_token: FINISHED } : read(table, message.token, context);
    },
  }),
  action<OfChannel & { checkpoint: string; sequence_number: number }>(state, {
    name: "Checkpoint",
    path: "/tunnel/checkpoint",
    tables: () => ["*"],
    run: (message, { space }) => {
      const channel = channelOf(space, message);
      if (message.sequence_number <= channel.sequence) {
        throw new ApiError(400, "OTSSequenceNumberNotMatch", "sequence number is not above the last one");
      }
      channel.checkpoint = message.checkpoint;
      channel.sequence = message.sequence_number;
      if (message.checkpoint === FINISHED) {
        channel.status = "TERMINATED";
        channel.version++;
      }
      return {};
    },
  }),
];

function read(table: Table, token: string, { now }: Context): object {
  const position = readToken(token);
  if ("change" in position) {
    const found = changesFrom(table, position.change, MOST_RECORDS);
    const next = (found.at(-1)?.number ?? position.change - 1) + 1;
    return {
      records: found.map(changeRecord),
      next_token: writeToken({ change: next }),
      may_more_record: next < table.next,
    };
  }
  const { key: columns } = table.facts;
  const [start] = readRows(position.key);
  const end = columns.map(() => ({ type: "max" }) as const);
  const rows: Row[] = [];
  for (const stored of table.rows.range(readBounds(start?.key ?? [], columns), end, false)) {
    const row = table.alive(stored, now);
    if (rows.length === MOST_RECORDS) {
      const next_token = writeToken({ key: writeRows([{ key: keyCells(columns, stored), columns: [] }]) });
      return { records: rows.map((one) => rowRecord(table, one)), next_token, may_more_record: true };
    }
    if (row) rows.push(row);
  }
  return { records: rows.map((one) => rowRecord(table, one)), next_token: FINISHED, may_more_record: false };
}

function rowRecord({ facts }: Table, row: Row) {
  const columns = [...row.columns].flatMap(([name, versions]) =>
    versions.map(({ value, timestamp }) => ({ name, value, timestamp })),
  );
  return { action_type: "PUT_ROW", record: writeRows([{ key: keyCells(facts.key, row), columns }]) };
}

/** Assigns channels without a client, or with a silent one, to this client. Changes follow when all rows are read. */
function deal(tunnel: Tunnel, client: string, now: number): void {
  for (const [id, { seen, timeout }] of Object.entries(tunnel.clients)) {
    if (now - seen > timeout * 1000) delete tunnel.clients[id];
  }
  const isReadingRows = tunnel.channels.some(({ type, status }) => type === "BaseData" && status !== "TERMINATED");
  for (const channel of tunnel.channels) {
    if (channel.type === "Stream" && isReadingRows) continue;
    if (channel.client !== "" && tunnel.clients[channel.client]) continue;
    channel.client = client;
    channel.version++;
  }
}

function tunnelOf(space: Space, id: string): Tunnel {
  const tunnel = space.tunnels.find((one) => one.id === id);
  if (!tunnel) throw invalid(`tunnel not exist: ${id}`);
  return tunnel;
}

function clientOf(tunnel: Tunnel, id: string) {
  const client = tunnel.clients[id];
  if (!client) throw new ApiError(400, "OTSResourceGone", `client ${id} of the tunnel is gone`);
  return client;
}

function channelOf(space: Space, { tunnel_id, client_id, channel_id }: OfChannel): TunnelChannel {
  const tunnel = tunnelOf(space, tunnel_id);
  clientOf(tunnel, client_id);
  const channel = tunnel.channels.find(({ id, client }) => id === channel_id && client === client_id);
  if (!channel) throw new ApiError(400, "OTSResourceGone", `channel ${channel_id} is not the client's`);
  return channel;
}
