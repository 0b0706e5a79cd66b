import { createHash } from "node:crypto";
import { packJson, unpackJson } from "../../../../runtime/core/pack-json.ts";
import { chunks } from "../../../../runtime/core/values.ts";
import { getRows, MOST_READ, MOST_WRITTEN, type RowWrite, type TablePlace, writeRows } from "./operations.ts";
import type { Columns } from "./plain-buffer.ts";
import { fromColumns } from "./values.ts";

type Row = Readonly<Record<string, unknown>>;

/** A change of a row as Tablestore reports it: what was written, not what was there before. */
export interface Change {
  readonly type: "PutRow" | "UpdateRow" | "DeleteRow";
  /** Microseconds. */
  readonly timestamp: number;
  readonly key: Row;
  /** Columns that were written. */
  readonly set: Row;
  /** Columns that were deleted. */
  readonly removed: readonly string[];
}

/** A change with the row before and after it. */
export interface Pictured {
  readonly change: Change;
  readonly before?: Row;
  readonly after?: Row;
}

/** A row after the latest change that was handled, with the time and a digest of that change. */
interface Image {
  readonly row: Row | undefined;
  readonly timestamp: number;
  readonly digest: string;
}

const digestOf = (value: unknown): string => createHash("sha256").update(packJson(value)).digest("hex");
const sorted = (row: Row): [string, unknown][] => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));

/** The row after the change. */
function apply({ type, key, set, removed }: Change, before: Row | undefined): Row | undefined {
  if (type === "DeleteRow") return undefined;
  if (type === "PutRow") return { ...key, ...set };
  const kept = Object.entries({ ...before, ...key, ...set }).filter(([name]) => !removed.includes(name));
  return Object.fromEntries(kept);
}

const isSame = (a: Row | undefined, b: Row | undefined): boolean =>
  a === undefined || b === undefined ? a === b : packJson(sorted(a)) === packJson(sorted(b));

/**
 * Gives changes the images that Tablestore's don't have, from a table that keeps each row's last one. A change that
 * was handled before is left out, and so is one that changes nothing. What is handled now counts when it is settled.
 */
export class Images {
  readonly #place: TablePlace | undefined;
  /** Names the reader: each has its own position in the changes, and so its own images. */
  readonly #reader: string;
  /** In the order of the changes. */
  readonly #states: { readonly change: Change; readonly id: string; readonly image: Image }[] = [];
  #settled = 0;

  /** Without a place nothing is kept: a put is taken for an insertion, and no row is known before its change. */
  constructor(place: TablePlace | undefined, reader: string) {
    this.#place = place;
    this.#reader = reader;
  }

  async picture(changes: readonly Change[]): Promise<Pictured[]> {
    const ids = changes.map(({ key }) => digestOf([this.#reader, sorted(key)]));
    const stored = await this.#load([...new Set(ids)]);
    const current = new Map(stored);
    const pictured: Pictured[] = [];
    for (const [index, change] of changes.entries()) {
      const id = ids[index] ?? "";
      const digest = digestOf(change);
      if (isHandled(change, digest, stored.get(id))) continue;
      const before = current.get(id)?.row;
      const after = apply(change, before);
      const image = { row: after, timestamp: change.timestamp, digest };
      current.set(id, image);
      this.#states.push({ change, id, image });
      if (!isSame(before, after) || change.type === "DeleteRow") pictured.push({ change, before, after });
    }
    return pictured;
  }

  /** Keeps the images of all changes up to this one; without one, of all. */
  async settle(last?: Change): Promise<void> {
    const index = last === undefined ? -1 : this.#states.findIndex(({ change }) => change === last);
    const end = last === undefined ? this.#states.length : index + 1;
    const newest = new Map(this.#states.slice(this.#settled, end).map(({ id, image }) => [id, image]));
    if (this.#place) await writeImages(this.#place, [...newest]);
    this.#settled = Math.max(this.#settled, end);
  }

  async #load(ids: readonly string[]): Promise<Map<string, Image>> {
    const images = new Map<string, Image>();
    if (!this.#place) return images;
    for (const chunk of chunks(ids, MOST_READ)) {
      const rows = await getRows(this.#place, chunk.map(keyOf));
      for (const [index, row] of rows.entries()) {
        if (row) images.set(chunk[index] ?? "", toImage(row.columns));
      }
    }
    return images;
  }
}

const keyOf = (id: string): Columns => [["id", id]];

function toImage(columns: Columns): Image {
  const { row, timestamp, digest } = fromColumns(columns);
  return { row: unpackJson(String(row)) as Row, timestamp: Number(timestamp), digest: String(digest) };
}

/** Only what was settled is stored, so an older change, or the same, was handled already. */
const isHandled = ({ timestamp }: Change, digest: string, image: Image | undefined): boolean =>
  image !== undefined && (timestamp < image.timestamp || (timestamp === image.timestamp && digest === image.digest));

/** Most bytes that one call should write. */
const MOST_BYTES = 2 * 1024 * 1024;

async function writeImages(place: TablePlace, images: readonly (readonly [string, Image])[]): Promise<void> {
  for (const chunk of batches(images)) {
    const refusal = (await writeRows(place, chunk)).find((error) => error !== undefined);
    if (refusal) throw refusal;
  }
}

function batches(images: readonly (readonly [string, Image])[]): Iterable<RowWrite[]> {
  const writes = images.map(([id, { row, timestamp, digest }]): RowWrite & { readonly bytes: number } => {
    if (row === undefined) return { key: keyOf(id), bytes: 100 };
    const text = packJson(row);
    const columns: Columns = [
      ["row", text],
      ["timestamp", BigInt(timestamp)],
      ["digest", digest],
    ];
    return { key: keyOf(id), columns, bytes: Buffer.byteLength(text) + 200 };
  });
  return chunks(writes, MOST_WRITTEN, MOST_BYTES, ({ bytes }) => bytes);
}
