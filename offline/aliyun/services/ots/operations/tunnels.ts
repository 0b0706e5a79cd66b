import { randomUUID } from "node:crypto";
import { ApiError } from "../../../core/error.ts";
import type { Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import type { Space, TableState } from "../state.ts";
import type { Table } from "../table.ts";
import type { Tunnel, TunnelType } from "../tunnel.ts";
import { action, type Context } from "./common.ts";
import { FINISHED, firstToken } from "./tunnel-tokens.ts";

interface Named {
  readonly table_name: string;
  readonly tunnel_name: string;
}
interface Create {
  readonly tunnel: Named & { readonly tunnel_type: "BaseData" | "Stream_" | "BaseAndStream" };
}

/** Hours that changes are kept where a tunnel turns the stream on. */
const TUNNEL_STREAM_HOURS = 168;

/** @see https://www.alibabacloud.com/help/en/tablestore/developer-reference/tunnel-service */
export const tunnelOperations = (state: TableState): Operation[] => [
  action<Create>(state, {
    name: "CreateTunnel",
    path: "/tunnel/create",
    tables: ({ tunnel }) => [tunnel.table_name],
    run: create,
  }),
  action<{ table_name?: string }>(state, {
    name: "ListTunnel",
    path: "/tunnel/list",
    tables: ({ table_name }) => [table_name || "*"],
    run: ({ table_name }, { space, instance }) => ({
      tunnels: space.tunnels
        .filter(({ table }) => !table_name || table === table_name)
        .map((tunnel) => show(tunnel, instance)),
    }),
  }),
  action<Named>(state, {
    name: "DescribeTunnel",
    path: "/tunnel/describe",
    tables: ({ table_name }) => [table_name],
    run: ({ table_name, tunnel_name }, { space, instance }) => {
      const tunnel = find(space, table_name, tunnel_name);
      const channels = tunnel.channels.map(({ id, type, status, client }) => ({
        channel_id: id,
        channel_type: type,
        channel_status: status,
        client_id: client,
        channel_rpo: 0,
      }));
      return { tunnel: show(tunnel, instance), channels, tunnel_rpo: 0 };
    },
  }),
  action<Named>(state, {
    name: "DeleteTunnel",
    path: "/tunnel/delete",
    tables: ({ table_name }) => [table_name],
    run: ({ table_name, tunnel_name }, { space }) => {
      const tunnel = find(space, table_name, tunnel_name);
      space.tunnels = space.tunnels.filter((other) => other !== tunnel);
      return {};
    },
  }),
];

function create({ tunnel: { table_name, tunnel_name: name, tunnel_type } }: Create, context: Context): object {
  const { space, now } = context;
  const table = context.table(table_name);
  if (!/^[A-Za-z_]\w{0,254}$/.test(name)) throw invalid(`Invalid tunnel name: '${name}'.`);
  if (space.tunnels.some((other) => other.table === table_name && other.name === name)) {
    throw new ApiError(400, "OTSTunnelExist", `tunnel ${name} of table ${table_name} already exists`);
  }
  const type: TunnelType = tunnel_type === "Stream_" ? "Stream" : tunnel_type;
  if (type !== "BaseData") {
    table.facts.stream ??= { id: `${randomUUID()}_${table_name}`, expiration: TUNNEL_STREAM_HOURS, enabled: now };
  }
  const id = randomUUID();
  const streamId = table.facts.stream?.id ?? "";
  space.tunnels.push({
    id,
    name,
    table: table_name,
    type,
    streamId,
    created: now,
    channels: channels(id, type, table),
    clients: {},
  });
  return { tunnel_id: id };
}

const channels = (id: string, type: TunnelType, table: Table): Tunnel["channels"] =>
  (type === "BaseAndStream" ? (["BaseData", "Stream"] as const) : [type]).map((kind, i) => ({
    id: `${id}_${i}`,
    type: kind,
    checkpoint: firstToken(kind, table),
    sequence: 0,
    version: 1,
    client: "",
    status: "OPEN",
  }));

const show = (tunnel: Tunnel, instance: string): object => ({
  tunnel_id: tunnel.id,
  tunnel_type: tunnel.type,
  table_name: tunnel.table,
  instance_name: instance,
  stream_id: tunnel.streamId,
  stage: stageOf(tunnel),
  expired: false,
  tunnel_name: tunnel.name,
  public: true,
  create_time: tunnel.created * 1_000_000,
});

function stageOf({ channels }: Tunnel): string {
  const isReadingRows = channels.some(({ type, checkpoint }) => type === "BaseData" && checkpoint !== FINISHED);
  return isReadingRows ? "ProcessBaseData" : "ProcessStream";
}

function find(space: Space, table: string, name: string): Tunnel {
  const tunnel = space.tunnels.find((one) => one.table === table && one.name === name);
  if (!tunnel) throw new ApiError(400, "OTSParameterInvalid", `tunnel not exist: ${name}`);
  return tunnel;
}
