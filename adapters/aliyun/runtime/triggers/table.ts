import { decode } from "cborg";
import { bindingOf } from "../../../../runtime/core/clients.ts";
import { sha256 } from "../../../../runtime/core/digest.ts";
import { packJson } from "../../../../runtime/core/pack-json.ts";
import { timeOf } from "../../../../runtime/core/values.ts";
import type { TableChangeType, TableRecord } from "../../../../runtime/events.ts";
import type { Delivery } from "../../../../runtime/shim/codec.ts";
import { type Run, runCodec } from "../../../../runtime/shim/run-codec.ts";
import type { Bindings } from "../bindings.ts";
import { tellOfFailure } from "../failure.ts";
import { type Change, Images, type Pictured } from "../tablestore/images.ts";
import type { Cell } from "../tablestore/plain-buffer.ts";
import { fromCell } from "../tablestore/values.ts";
import type { FcContext, Triggers } from "../trigger.ts";

/** Changes of a table's rows (https://www.alibabacloud.com/help/en/functioncompute/fc/tablestore-triggers), in CBOR. */
interface Raw {
  readonly Version: string;
  readonly Records: readonly Record[];
}
interface Record {
  readonly Type: Change["type"];
  /** Microseconds. */
  readonly Info: { readonly Timestamp: number };
  readonly PrimaryKey: readonly { readonly ColumnName: string; readonly Value: Value }[];
  readonly Columns?: readonly {
    readonly Type: "Put" | "DeleteOneVersion" | "DeleteAllVersions";
    readonly ColumnName: string;
    readonly Value?: Value;
  }[];
}
type Value = string | number | bigint | boolean | Uint8Array;

const toValue = (value: Value): unknown => fromCell(value as Cell);

function toChange({ Type: type, Info, PrimaryKey, Columns = [] }: Record): Change {
  const put = Columns.flatMap(({ Type, ColumnName, Value }) =>
    Type === "Put" && Value !== undefined ? [[ColumnName, toValue(Value)] as const] : [],
  );
  return {
    type,
    timestamp: Info.Timestamp,
    key: Object.fromEntries(PrimaryKey.map(({ ColumnName, Value }) => [ColumnName, toValue(Value)])),
    set: Object.fromEntries(put),
    removed: Columns.flatMap(({ Type, ColumnName }) => (Type === "Put" ? [] : [ColumnName])),
  };
}

function typeOf({ change, before }: Pictured, keepsImages: boolean): TableChangeType {
  if (change.type === "DeleteRow") return "polyfn.table.deleted";
  const isNew = keepsImages ? before === undefined : change.type === "PutRow";
  return isNew ? "polyfn.table.inserted" : "polyfn.table.updated";
}

type Plain = Omit<TableRecord, "retry">;

function toRecord(pictured: Pictured, index: number, binding: Bindings["table"] | undefined, raw: unknown): Plain {
  const { change, before, after } = pictured;
  const { timestamp, key } = change;
  return {
    specversion: "1.0",
    id: `${timestamp}:${sha256(packJson(key)).slice(0, 16)}`,
    source: `table/${binding?.table ?? ""}`,
    type: typeOf(pictured, binding?.images !== undefined),
    time: timeOf(timestamp / 1000),
    data: { key, before, after },
    // Two changes can have one time.
    sequence: String(BigInt(timestamp) * 1000n + BigInt(index)),
    raw,
  };
}

/** The trigger that the changes are for. The event doesn't say of which table they are: their key's columns do. */
function triggerOf({ Records: [first] }: Raw, triggers: readonly Triggers["table"][]): Triggers["table"] | undefined {
  if (triggers.length < 2) return triggers[0];
  const columns = first?.PrimaryKey.map(({ ColumnName }) => ColumnName).join();
  return triggers.find(({ table }) => {
    const { partition, sort } = bindingOf<Bindings["table"]>(table).key;
    return [partition.name, ...(sort ? [sort.name] : [])].join() === columns;
  });
}

/** In CBOR the event is a map; JSON, as a console's test sends it, begins in another way. */
function readCbor(payload: Buffer): unknown {
  if (((payload[0] ?? 0) & 0xe0) !== 0xa0) return undefined;
  try {
    return decode(payload);
  } catch {
    return undefined;
  }
}

/**
 * Changes of a table's rows. Tablestore doesn't say what a row was before; where the deployment keeps images of the
 * rows, the shim does. A row that is older than the trigger is known from its first change on.
 */
export const table = {
  ...runCodec<Raw, TableRecord, Triggers["table"]>({
    matches(event): event is Raw {
      const { Version, Records } = (event ?? {}) as Partial<Raw>;
      return typeof Version === "string" && Version.startsWith("Sync-") && Array.isArray(Records);
    },
    triggerOf,
    decode: ({ Records }, delivery) => toRun(Records, delivery),
    content: ({ data }) => data,
    giveUp: tellOfFailure,
  }),
  read: readCbor,
};

/** The changes as records, with the images that the shim keeps of their rows. */
async function toRun(
  changed: readonly Record[],
  { ctx, trigger }: Delivery<Triggers["table"]>,
): Promise<Run<TableRecord>> {
  const binding = trigger && bindingOf<Bindings["table"]>(trigger.table);
  const place = binding?.images === undefined ? undefined : { instance: binding.instance, table: binding.images };
  const reader = `${(ctx.raw.context as FcContext).function.name}/${trigger?.name}`;
  const images = new Images(place, reader);
  const byChange = new Map(changed.map((record) => [toChange(record), record]));
  const pictured = await images.picture([...byChange.keys()]);
  const records = pictured.map((one, index) => toRecord(one, index, binding, byChange.get(one.change)));
  const changes = new Map(records.map((record, index) => [record.sequence, pictured[index]?.change]));
  return {
    id: `${records[0]?.id}/${records.at(-1)?.id}/${records.length}`,
    records,
    async settle(done) {
      const last = done.at(-1);
      if (last) await images.settle(changes.get(last.sequence));
    },
    end: () => images.settle(),
  };
}
