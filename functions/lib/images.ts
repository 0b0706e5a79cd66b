import { createHash } from "node:crypto";

/** A row of the `images` table, and the message that asks for it. */
export interface ImageRow {
  /** Made from the key, so that an upload delivered twice is one row. */
  readonly id: string;
  readonly album: string;
  readonly name: string;
  /** Key of the original in the uploads bucket. */
  readonly key: string;
  /** Key of the thumbnail in the same bucket. */
  readonly thumbnail: string;
  readonly width: number;
  readonly height: number;
  /** Bytes of the original. */
  readonly size: number;
  /** RFC 3339, UTC. */
  readonly uploadedAt: string;
}

const ALBUM = /^[a-z0-9][a-z0-9-]{0,39}$/;
const KEY = /^in\/([^/]+)\/([^/]+)\.png$/;
const ID = /^[0-9a-f]{20}$/;

/** Album and name of an uploaded picture, `in/<album>/<name>.png`; undefined for any other key. */
export function parseKey(key: string): { album: string; name: string } | undefined {
  const match = KEY.exec(key);
  const [, album, name] = match ?? [];
  return album !== undefined && name !== undefined && ALBUM.test(album) ? { album, name } : undefined;
}

export const isAlbum = (text: string): boolean => ALBUM.test(text);

/** The key for a picture to upload. Characters with a meaning in URLs are replaced. */
export function uploadKey(album: string, name: string): string {
  const safe = name
    .replace(/\.png$/i, "")
    .replace(/[^\w.-]+/g, "-")
    .slice(0, 80);
  return `in/${album}/${safe || "image"}.png`;
}

/** The identifier of the picture with this key: always the same. */
export const imageId = (key: string): string => createHash("sha256").update(key).digest("hex").slice(0, 20);

export const isImageId = (text: string): boolean => ID.test(text);

export const thumbnailKey = (id: string): string => `thumbs/${id}.png`;

const TEXTS = ["id", "album", "name", "key", "thumbnail", "uploadedAt"] as const;
const NUMBERS = ["width", "height", "size"] as const;

/** True if this is a complete row: messages and rows come from outside the function and are never trusted. */
export function isImageRow(value: unknown): value is ImageRow {
  if (typeof value !== "object" || value === null) return false;
  const row: Partial<Record<string, unknown>> = { ...value };
  return (
    TEXTS.every((field) => typeof row[field] === "string") && NUMBERS.every((field) => Number.isFinite(row[field]))
  );
}
