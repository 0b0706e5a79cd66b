import { testHandler } from "polyfn/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ImageRow, imageId } from "../../functions/lib/images.ts";
import { pngSize } from "../../functions/lib/png.ts";
import thumbnailHandler from "../../functions/thumbnail.ts";
import { makePng } from "../../offline/drivers/samples.ts";
import media from "../../polyfn.config.ts";
import { imageRow } from "./rows.ts";

type Media = typeof media;

const key = "in/summer/beach.png";
const id = imageId(key);
const row = imageRow({ id, key, thumbnail: `thumbs/${id}.png` });

describe("thumbnail", () => {
  const thumbnail = testHandler(media, "thumbnail");
  const { uploads } = thumbnail.resources;
  beforeEach(() => thumbnail.reset());

  it("writes a thumbnail and a job, the same ones when it is called again", async () => {
    const picture = makePng(640, 480);
    await uploads.put(key, picture);
    await thumbnail.bucket({ key });
    const written = await (await uploads.get(row.thumbnail))?.bytes();
    expect(pngSize(written ?? new Uint8Array())).toEqual({ width: 320, height: 240 });
    await thumbnail.bucket({ key });
    const job = { ...row, size: picture.length, uploadedAt: expect.any(String) };
    expect(thumbnail.sent.jobs).toMatchObject([{ data: job }, { data: job }]);
    expect(thumbnail.sent.jobs[1]).toEqual(thumbnail.sent.jobs[0]);
  });

  it.each([
    ["in/summer/note.png", Buffer.from("hello")],
    ["in/beach.png", makePng(2, 2)],
  ])("logs an error for %s and succeeds", async (name, bytes) => {
    await uploads.put(name, bytes);
    await thumbnail.bucket({ key: name });
    expect(thumbnail.logs).toMatchObject([{ level: "error", message: "upload rejected", key: name }]);
    expect(thumbnail.sent.jobs).toEqual([]);
  });

  it("does nothing when the upload no longer exists", async () => {
    await thumbnail.bucket({ key });
    expect(thumbnail.logs.map((line) => line.level)).toEqual(["warn"]);
  });

  it("throws on errors that a retry may fix", async () => {
    const handler = {
      bucket: (...[event, ctx]: Parameters<typeof thumbnailHandler.bucket>) => {
        vi.spyOn(ctx.resources.jobs, "send").mockRejectedValue(new Error("queue unreachable"));
        return thumbnailHandler.bucket(event, ctx);
      },
    };
    const failing = testHandler(media, "thumbnail", { handler });
    await failing.resources.uploads.put(key, makePng(2, 2));
    await expect(failing.bucket({ key })).rejects.toThrow("queue unreachable");
  });
});

describe("catalogue", () => {
  it("writes a row for each message and retries only unreadable ones", async () => {
    const catalogue = testHandler<Media, "catalogue", { images: ImageRow }>(media, "catalogue");
    const bad = { ...row, album: undefined };
    expect(
      await catalogue.queue([
        { id: "bad", body: bad },
        { id: "good", body: row },
      ]),
    ).toEqual({ retried: ["bad"] });
    expect(catalogue.snapshot().resources.images).toEqual([row]);
  });
});

describe("changes", () => {
  const changes = testHandler(media, "changes");
  const { uploads } = changes.resources;
  beforeEach(() => changes.reset());
  const run = async (change: { before?: object; after?: object }) => {
    expect(await changes.table([change as never])).toEqual({ retried: [] });
    return changes.sent.events;
  };
  const data = { id, album: "summer", name: "beach", at: "2026-11-21T06:00:00Z" };
  const announced = (type: string) => [
    expect.objectContaining({ source: "media", type, data: { ...data, at: expect.any(String) } }),
  ];

  it("announces a new image", async () => {
    expect(await run({ after: row })).toEqual(announced("image.added"));
  });

  it("announces nothing for a changed image", async () => {
    expect(await run({ before: row, after: { ...row, size: 1 } })).toEqual([]);
  });

  it("deletes a removed image's files, then announces the removal", async () => {
    await uploads.put(key, makePng(1, 1));
    await uploads.put(row.thumbnail, makePng(1, 1));
    expect(await run({ before: row })).toEqual(announced("image.removed"));
    expect(await uploads.head(key)).toBeUndefined();
    expect(await uploads.head(row.thumbnail)).toBeUndefined();
  });

  it("skips rows that are not images", async () => {
    expect(await run({ after: { id: "x" } })).toEqual([]);
  });
});

describe("feed", () => {
  const feed = testHandler(media, "feed");
  // Rows expire some months after the event.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-22T00:00:00Z") });
    feed.reset();
  });
  afterEach(() => vi.useRealTimers());
  const added = { id, album: "summer", name: "beach", at: "2026-11-21T06:00:00Z" };

  it("writes one row for an event, also when it is repeated", async () => {
    await feed.bus({ source: "media", type: "image.added", data: added });
    await feed.bus({ source: "media", type: "image.added", data: added });
    expect(feed.snapshot().resources.activity).toMatchObject([
      { kind: "image", id: `2026-11-21T06:00:00Z image.added ${id}`, image: id, expires: 1_803_016_800 },
    ]);
  });

  it("throws for an unreadable event, so that it goes to the dead-letter queue", async () => {
    const unreadable = feed.bus({ source: "media", type: "image.added", data: { id } });
    await expect(unreadable).rejects.toThrow("does not describe an image");
  });
});
