import type { ImageRow } from "../../functions/lib/images.ts";

/** A row of the images table, complete. */
export const imageRow = (row: Partial<ImageRow> = {}): ImageRow => ({
  id: "0123456789abcdef0123",
  album: "summer",
  name: "beach",
  key: "in/summer/beach.png",
  thumbnail: "thumbs/0123456789abcdef0123.png",
  width: 640,
  height: 480,
  size: 3000,
  uploadedAt: "2026-11-21T06:00:00.000Z",
  ...row,
});
