import type { TunnelArgs, TunnelState } from "@pulumi/alicloud/ots/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import type { AlicloudContext } from "../clients.ts";
import { alicloudErrors, errorCode } from "../errors.ts";
import { partsOf } from "../ids.ts";
import { decode, encode } from "./messages.ts";
import { whenReady } from "./ready.ts";
import { tunnelTable } from "./tables.ts";

type Inputs = Plain<TunnelArgs>;
type State = Plain<TunnelState>;

const TYPES: Readonly<Record<string, number>> = { BaseData: 1, Stream: 2, BaseAndStream: 3 };

interface Description {
  readonly tunnel: {
    readonly tunnelId: string;
    readonly tunnelType: string;
    readonly stage: string;
    readonly expired: boolean;
    readonly createTime: number;
  };
  readonly channels: State["channels"];
  readonly tunnelRpo: number;
}

/** Never changes in place. https://help.aliyun.com/zh/tablestore/user-guide/overview-of-tunnel-service */
const tunnelType: ResourceType<AlicloudContext, Inputs, State> = {
  table: tunnelTable,

  async create(cloud, { instanceName, tableName, tunnelName, tunnelType: type }) {
    const client = await cloud.tables(instanceName);
    const message = encode("CreateTunnelRequest", { tunnel: { tableName, tunnelName, tunnelType: TYPES[type] } });
    await whenReady(cloud, () => client.send("/tunnel/create", message));
    return `${instanceName}:${tableName}:${tunnelName}`;
  },

  async read(cloud, id) {
    const { instanceName, tableName, tunnelName } = namesOf(id);
    const starting = (found: Description | undefined) => found?.tunnel.stage === "InitBaseDataAndStreamShard";
    const right = (found: Description | undefined) => !starting(found);
    const found = await until(() => describe(cloud, id), { right, seconds: 300, signal: cloud.signal });
    if (!found) return undefined;
    const { tunnel, channels, tunnelRpo } = found;
    return {
      channels: channels ?? [],
      createTime: tunnel.createTime,
      expired: tunnel.expired,
      instanceName,
      tableName,
      tunnelId: tunnel.tunnelId,
      tunnelName,
      tunnelRpo,
      tunnelStage: tunnel.stage,
      tunnelType: tunnel.tunnelType,
    };
  },

  async delete(cloud, id) {
    const { instanceName, tableName, tunnelName } = namesOf(id);
    const client = await cloud.tables(instanceName);
    try {
      await client.send("/tunnel/delete", encode("TunnelRequest", { tableName, tunnelName }));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  },

  async find(_cloud, { instanceName, tableName, tunnelName }) {
    return `${instanceName}:${tableName}:${tunnelName}`;
  },
};

async function describe(cloud: AlicloudContext, id: string): Promise<Description | undefined> {
  const { instanceName, tableName, tunnelName } = namesOf(id);
  const client = await cloud.tables(instanceName);
  try {
    const answer = await client.send("/tunnel/describe", encode("TunnelRequest", { tableName, tunnelName }));
    return decode<Description>("DescribeTunnelResponse", answer);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Tablestore reports a missing tunnel as an invalid parameter. */
function isGone(error: unknown): boolean {
  const text = error instanceof Error ? error.message : "";
  return (errorCode(error) === "OTSParameterInvalid" && /tunnel not exist/i.test(text)) || alicloudErrors.isGone(error);
}

function namesOf(id: string) {
  return partsOf(id, ["instanceName", "tableName", "tunnelName"]);
}

export const tunnel = erase(tunnelType);
