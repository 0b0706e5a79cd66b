import { type Context, defineHandler, type ResourcesOf } from "polyfn/runtime";

import { type ImageRow, isAlbum } from "./lib/images.ts";

type Media = typeof import("../polyfn.config.ts").default;
interface Rows {
  readonly images: ImageRow;
}
type Resources = ResourcesOf<Media, "report", Rows>;

/** Writes the numbers of one album as of a day. The same day again replaces the report. */
async function write(day: string, album: string, ctx: Context<Resources>): Promise<{ key: string }> {
  const { images, activity, uploads } = ctx.resources;
  const rows: ImageRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await images.query({ index: "byAlbum", partition: album, cursor });
    rows.push(...page.rows);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const clicks = await Promise.all(rows.map((row) => activity.get({ kind: "clicks", id: row.id })));
  const report = {
    day,
    album,
    images: rows.length,
    bytes: rows.reduce((sum, row) => sum + row.size, 0),
    clicks: clicks.reduce((sum, row) => sum + Number(row?.count ?? 0), 0),
  };
  const key = `reports/${album}/${day}.json`;
  await uploads.put(key, JSON.stringify(report), { contentType: "application/json" });
  ctx.log.info("report written", { key, ...report });
  return { key };
}

function albumOf(input: unknown): string {
  const { album }: { album?: unknown } = typeof input === "object" && input !== null ? { ...input } : {};
  if (typeof album !== "string" || !isAlbum(album)) throw new Error("the report needs an album as input");
  return album;
}

/** The daily report, and the same on demand: `raw` receives what functions/reports.ts sends. */
export default defineHandler<Media, "report", Rows>({
  async schedule(event, ctx) {
    await write(event.data.scheduledTime.slice(0, 10), albumOf(event.data.input), ctx);
  },
  async raw(event, ctx) {
    return await write(new Date().toISOString().slice(0, 10), albumOf(event), ctx);
  },
});
