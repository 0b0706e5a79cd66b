/** A tunnel: a way to consume a table's rows, its changes, or both. */
export interface Tunnel {
  readonly id: string;
  readonly name: string;
  readonly table: string;
  readonly type: TunnelType;
  readonly streamId: string;
  /** Milliseconds. */
  readonly created: number;
  readonly channels: TunnelChannel[];
  readonly clients: Record<string, { seen: number; readonly timeout: number }>;
}

export type TunnelType = "BaseData" | "Stream" | "BaseAndStream";

export interface TunnelChannel {
  readonly id: string;
  readonly type: "BaseData" | "Stream";
  /** The start of consumption: the number of a row or of a change. */
  checkpoint: string;
  sequence: number;
  version: number;
  client: string;
  status: "OPEN" | "CLOSING" | "CLOSE" | "TERMINATED";
}
