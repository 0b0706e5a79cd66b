import { beforeEach, describe, expect, it } from "vitest";
import gallery from "../../functions/gallery.ts";
import { type ImageRow, imageId } from "../../functions/lib/images.ts";
import reports from "../../functions/reports.ts";
import upload from "../../functions/upload.ts";
import { makePng } from "../../offline/drivers/samples.ts";
import { FakeBucket, FakeTable, fakeContext, imageRow } from "./fakes.ts";

const id = imageId("in/summer/beach.png");
const row = imageRow({ id, thumbnail: `thumbs/${id}.png` });

describe("gallery", () => {
  let images: FakeTable<ImageRow>;
  let uploads: FakeBucket;
  beforeEach(() => {
    images = new FakeTable<ImageRow>(["id"], { byAlbum: "album" });
    images.rows = [row];
    uploads = new FakeBucket();
    uploads.objects.set(row.thumbnail, makePng(3, 3));
  });
  const call = (path: string, params: { id?: string } = {}, method = "GET") =>
    gallery.http(
      new Request(`https://api.example${path}`, { method }),
      fakeContext({ images, uploads }, params as { id: string }).ctx,
    );

  it("lists an album page by page", async () => {
    images.rows = ["1", "2", "3"].map((name) => ({ ...row, id: name }));
    const first = await (await call("/images?album=summer")).json();
    expect(first).toMatchObject({ images: [{ id: "1" }, { id: "2" }], next: "2" });
    const second = await (await call("/images?album=summer&cursor=2")).json();
    expect(second).toMatchObject({ images: [{ id: "3" }], next: null });
  });

  it.each(["", "?album=", "?album=Summer%20Time"])("answers 400 to /images%s", async (query) => {
    expect((await call(`/images${query}`)).status).toBe(400);
  });

  it("returns an image", async () => {
    expect(await (await call(`/images/${id}`, { id })).json()).toEqual(row);
  });

  it("serves its thumbnail byte for byte", async () => {
    const answer = await call(`/images/${id}/thumbnail`, { id });
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(makePng(3, 3));
  });

  it("answers 404 to a missing image", async () => {
    const other = imageId("other");
    expect((await call(`/images/${other}`, { id: other })).status).toBe(404);
    expect((await call("/images/nonsense", { id: "nonsense" })).status).toBe(404);
    uploads.objects.clear();
    expect((await call(`/images/${id}/thumbnail`, { id })).status).toBe(404);
  });

  it("removes an image and accepts a repeated removal", async () => {
    expect((await call(`/images/${id}`, { id }, "DELETE")).status).toBe(204);
    expect((await call(`/images/${id}`, { id }, "DELETE")).status).toBe(204);
    expect(images.rows).toEqual([]);
  });
});

describe("upload", () => {
  const call = (method: string, body?: string) =>
    upload.http(
      new Request("https://upload.example/", { method, body }),
      fakeContext({ uploads: new FakeBucket() }).ctx,
    );

  it("returns a signed URL for one picture", async () => {
    const answer = await (await call("POST", JSON.stringify({ album: "summer", name: "Beach & sea.png" }))).json();
    expect(answer).toMatchObject({ key: "in/summer/Beach-sea.png", method: "PUT" });
    expect(answer).toHaveProperty("url", expect.stringContaining("method=put"));
  });

  it.each(["", "[]", "null", "{}", '{"album":"x"}', '{"album":"../x","name":"y"}'])(
    "answers 400 to %s",
    async (body) => {
      expect((await call("POST", body)).status).toBe(400);
    },
  );

  it("answers 405 to GET", async () => expect((await call("GET")).status).toBe(405));
});

describe("reports", () => {
  const call = (body: string) => {
    const calls: unknown[] = [];
    const report = {
      invoke: async (input: unknown) => {
        calls.push(input);
        return { key: "reports/summer/2026-11-21.json" };
      },
      invokeAsync: async () => {},
    };
    const request = new Request("https://api.example/reports", { method: "POST", body });
    return { calls, answer: reports.http(request, fakeContext({ report }).ctx) };
  };

  it("starts a report and returns its location", async () => {
    const { calls, answer } = call('{"album":"summer"}');
    expect(await (await answer).json()).toEqual({ key: "reports/summer/2026-11-21.json" });
    expect(calls).toEqual([{ album: "summer" }]);
  });

  it("starts no report without an album", async () => {
    const { calls, answer } = call("{}");
    expect((await answer).status).toBe(400);
    expect(calls).toEqual([]);
  });
});
