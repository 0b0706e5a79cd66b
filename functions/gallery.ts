import { defineHandler } from "polyfn/runtime";
import { type ImageRow, isAlbum, isImageId } from "./lib/images.ts";

type Media = typeof import("../polyfn.config.ts").default;

const PAGE = 50;
const notFound = () => Response.json({ error: "no such image" }, { status: 404 });
const badRequest = (error: string) => Response.json({ error }, { status: 400 });

/** The API: lists an album, shows one image, serves its thumbnail, removes it. */
export default defineHandler<Media, "gallery", { images: ImageRow }>({
  async http(request, ctx) {
    const { images, uploads } = ctx.resources;
    const { pathname, searchParams } = new URL(request.url);

    if (ctx.params.id === undefined) {
      const album = searchParams.get("album") ?? "";
      if (!isAlbum(album)) return badRequest("?album= must be given: letters a-z, digits and -");
      const cursor = searchParams.get("cursor") ?? undefined;
      const page = await images.query({ index: "byAlbum", partition: album, reverse: true, limit: PAGE, cursor });
      return Response.json({ images: page.rows, next: page.cursor ?? null });
    }

    const { id } = ctx.params;
    const row = isImageId(id) ? await images.get({ id }) : undefined;
    if (request.method === "DELETE") {
      // The files go when the row's change arrives (functions/changes.ts); deleting twice is fine.
      if (row) await images.delete({ id });
      return new Response(null, { status: 204 });
    }
    if (!row) return notFound();
    if (!pathname.endsWith("/thumbnail")) return Response.json(row);

    const file = await uploads.get(row.thumbnail, { signal: ctx.signal });
    if (!file) return notFound();
    return new Response(await file.bytes(), {
      headers: { "content-type": "image/png", "cache-control": "public, max-age=3600", etag: file.etag },
    });
  },
});
