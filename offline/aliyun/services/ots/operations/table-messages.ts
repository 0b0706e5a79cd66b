import { invalid } from "../errors.ts";
import type { DefinedColumn, KeyColumn, StreamInfo, TableOptions } from "../model.ts";
import type { TableFacts } from "../table.ts";
import type { KeyType } from "../values.ts";

export interface WireTableMeta {
  readonly table_name: string;
  readonly primary_key: readonly { readonly name: string; readonly type: string; readonly option?: string }[];
  readonly defined_column: readonly DefinedColumn[];
}

export interface WireOptions {
  readonly time_to_live?: number;
  readonly max_versions?: number;
  readonly deviation_cell_version_in_sec?: number;
  readonly allow_update?: boolean;
}

export interface WireStream {
  readonly enable_stream: boolean;
  readonly expiration_time?: number;
}

export const keyColumns = (columns: WireTableMeta["primary_key"]): KeyColumn[] =>
  columns.map(({ name, type, option }) => ({
    name,
    type: type.toLowerCase() as KeyType,
    ...(option === "AUTO_INCREMENT" && { auto: true }),
  }));

const DAY = 86_400;

/** Options with what was said of them. @throws ApiError OTSParameterInvalid */
export function optionsOf(wire: WireOptions | undefined, otherwise: TableOptions): TableOptions {
  const options: TableOptions = {
    ttl: wire?.time_to_live ?? otherwise.ttl,
    maxVersions: wire?.max_versions ?? otherwise.maxVersions,
    deviation: wire?.deviation_cell_version_in_sec || otherwise.deviation,
    allowUpdate: wire?.allow_update ?? otherwise.allowUpdate,
  };
  if (options.ttl !== -1 && options.ttl < DAY) throw invalid("Invalid time to live: it must be -1 or at least 86400.");
  if (options.maxVersions < 1) throw invalid("Invalid max versions: it must be positive.");
  if (options.deviation < 0) throw invalid("Invalid deviation of cell versions: it must be positive.");
  return options;
}

export const showOptions = ({ ttl, maxVersions, deviation, allowUpdate }: TableOptions): object => ({
  time_to_live: ttl,
  max_versions: maxVersions,
  deviation_cell_version_in_sec: deviation,
  allow_update: allowUpdate,
});

export const showThroughput = ({ throughput, throughputChanged }: TableFacts): object => ({
  capacity_unit: throughput,
  last_increase_time: Math.floor(throughputChanged / 1000),
  last_decrease_time: 0,
});

/** @throws ApiError OTSParameterInvalid */
export function streamOf(spec: WireStream, table: string, id: string, now: number): StreamInfo | undefined {
  if (!spec.enable_stream) return undefined;
  const expiration = spec.expiration_time ?? 24;
  if (expiration < 1 || expiration > 168)
    throw invalid("Invalid expiration time of stream: 1 to 168 hours are allowed.");
  return { id: `${id.toLowerCase()}_${table}`, expiration, enabled: now };
}

export const showStream = (stream: StreamInfo | undefined): object =>
  stream
    ? {
        enable_stream: true,
        stream_id: stream.id,
        expiration_time: stream.expiration,
        last_enable_time: stream.enabled * 1000,
      }
    : { enable_stream: false };
