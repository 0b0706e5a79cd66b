import { testHandler } from "polyfn/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { type ImageRow, imageId } from "../../functions/lib/images.ts";
import { makePng } from "../../offline/drivers/samples.ts";
import media from "../../polyfn.config.ts";
import { imageRow } from "./rows.ts";

const id = imageId("in/summer/beach.png");
const row = imageRow({ id, thumbnail: `thumbs/${id}.png` });

describe("gallery", () => {
  const gallery = testHandler<typeof media, "gallery", { images: ImageRow }>(media, "gallery");
  const { images, uploads } = gallery.resources;
  beforeEach(async () => {
    gallery.reset();
    await images.put(row);
    await uploads.put(row.thumbnail, makePng(3, 3));
  });

  it("lists an album page by page, newest first", async () => {
    await images.delete({ id });
    const times = Array.from({ length: 51 }, (_, n) => new Date(Date.UTC(2026, 10, 21, 6, n)).toISOString());
    for (const uploadedAt of times) await images.put({ ...row, id: uploadedAt, uploadedAt });
    const answer = await gallery.http("/images?album=summer");
    const first = (await answer.json()) as { images: ImageRow[]; next: string };
    expect(first.images.map((image) => image.uploadedAt)).toEqual(times.slice(1).reverse());
    const second = await gallery.http(`/images?album=summer&cursor=${encodeURIComponent(first.next)}`);
    expect(await second.json()).toMatchObject({ images: [{ id: times[0] }], next: null });
  });

  it.each(["", "?album=", "?album=Summer%20Time"])("answers 400 to /images%s", async (query) => {
    expect((await gallery.http(`/images${query}`)).status).toBe(400);
  });

  it("returns an image", async () => {
    expect(await (await gallery.http(`/images/${id}`)).json()).toEqual(row);
  });

  it("serves its thumbnail byte for byte", async () => {
    const answer = await gallery.http(`/images/${id}/thumbnail`);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(makePng(3, 3));
  });

  it("answers 404 to a missing image", async () => {
    expect((await gallery.http(`/images/${imageId("other")}`)).status).toBe(404);
    expect((await gallery.http("/images/nonsense")).status).toBe(404);
    await uploads.delete(row.thumbnail);
    expect((await gallery.http(`/images/${id}/thumbnail`)).status).toBe(404);
  });

  it("removes an image and accepts a repeated removal", async () => {
    expect((await gallery.http(`/images/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await gallery.http(`/images/${id}`, { method: "DELETE" })).status).toBe(204);
    expect(await images.get({ id })).toBeUndefined();
  });
});

describe("upload", () => {
  const upload = testHandler(media, "upload");
  const call = (method: string, body?: string) => upload.http("/", { method, body });

  it("returns a signed URL for one picture", async () => {
    const answer = await (await call("POST", JSON.stringify({ album: "summer", name: "Beach & sea.png" }))).json();
    expect(answer).toMatchObject({ key: "in/summer/Beach-sea.png", method: "PUT" });
    expect(answer).toHaveProperty("url", expect.stringContaining("in/summer/Beach-sea.png"));
  });

  it.each(["", "[]", "null", "{}", '{"album":"x"}', '{"album":"../x","name":"y"}'])(
    "answers 400 to %s",
    async (body) => {
      expect((await call("POST", body)).status).toBe(400);
    },
  );

  it("answers 405 to GET", async () => expect((await call("GET")).status).toBe(405));
});
