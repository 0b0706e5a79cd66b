import { beforeEach, describe, expect, it } from "vitest";
import catalogue from "../../functions/catalogue.ts";
import changes from "../../functions/changes.ts";
import feed from "../../functions/feed.ts";
import { type ImageRow, imageId } from "../../functions/lib/images.ts";
import { pngSize } from "../../functions/lib/png.ts";
import thumbnail from "../../functions/thumbnail.ts";
import { makePng } from "../../offline/drivers/samples.ts";
import { event, retriable } from "./events.ts";
import { FakeBucket, FakeSink, FakeTable, fakeContext, imageRow } from "./fakes.ts";

const key = "in/summer/beach.png";
const id = imageId(key);
const row = imageRow({ id, key, thumbnail: `thumbs/${id}.png` });

describe("thumbnail", () => {
  let uploads: FakeBucket;
  let jobs: FakeSink;
  beforeEach(() => {
    uploads = new FakeBucket();
    jobs = new FakeSink();
  });
  const created = (name: string) =>
    event("polyfn.bucket.created" as const, { bucket: "uploads", key: name, size: 1, etag: "e" });

  it("writes a thumbnail and a job, the same ones when it is called again", async () => {
    uploads.objects.set(key, makePng(640, 480));
    const { ctx } = fakeContext({ uploads, jobs });
    await thumbnail.bucket(created(key), ctx);
    await thumbnail.bucket(created(key), ctx);
    expect(pngSize(uploads.objects.get(row.thumbnail) ?? new Uint8Array())).toEqual({ width: 320, height: 240 });
    expect(jobs.sent.map((job) => job.data)).toEqual(
      Array(2).fill({ ...row, size: uploads.objects.get(key)?.length ?? 0 }),
    );
    expect(uploads.objects.size).toBe(2);
  });

  it.each([
    ["in/summer/note.png", Buffer.from("hello")],
    ["in/beach.png", makePng(2, 2)],
  ])("logs an error for %s and succeeds", async (name, bytes) => {
    uploads.objects.set(name, bytes);
    const { ctx, lines } = fakeContext({ uploads, jobs });
    await thumbnail.bucket(created(name), ctx);
    expect(lines).toMatchObject([{ level: "error", message: "upload rejected", fields: { key: name } }]);
    expect(jobs.sent).toEqual([]);
  });

  it("does nothing when the upload no longer exists", async () => {
    const { ctx, lines } = fakeContext({ uploads, jobs });
    await thumbnail.bucket(created(key), ctx);
    expect(lines.map((line) => line.level)).toEqual(["warn"]);
  });

  it("throws on errors that a retry may fix", async () => {
    uploads.objects.set(key, makePng(2, 2));
    jobs.send = async () => {
      throw new Error("queue unreachable");
    };
    const { ctx } = fakeContext({ uploads, jobs });
    await expect(thumbnail.bucket(created(key), ctx)).rejects.toThrow("queue unreachable");
  });
});

describe("catalogue", () => {
  it("writes a row for each message and retries only unreadable ones", async () => {
    const images = new FakeTable<ImageRow>(["id"]);
    const good = { ...event("polyfn.queue.message" as const, row as unknown), attributes: {} };
    const bad = { ...good, id: "e-2", data: { ...row, album: undefined } };
    const batch = retriable([bad, good]);
    const { ctx } = fakeContext({ images });
    await catalogue.queue({ messages: batch.list, each: batch.each }, ctx);
    expect(images.rows).toEqual([row]);
    expect(batch.retried).toEqual(["e-2"]);
  });
});

describe("changes", () => {
  const uploads = new FakeBucket();
  const run = async (type: "inserted" | "updated" | "deleted", data: { before?: unknown; after?: unknown }) => {
    const events = new FakeSink();
    const record = { ...event(`polyfn.table.${type}` as const, { key: { id }, ...data }), sequence: "1" };
    const batch = retriable([record]);
    const { ctx } = fakeContext({ uploads, events });
    await changes.table({ records: batch.list, each: batch.each }, ctx);
    expect(batch.retried).toEqual([]);
    return events.events;
  };
  const data = { id, album: "summer", name: "beach", at: "2026-11-21T06:00:00Z" };

  it("announces a new image", async () => {
    expect(await run("inserted", { after: row })).toEqual([{ source: "media", type: "image.added", data }]);
  });

  it("announces nothing for a changed image", async () => {
    expect(await run("updated", { before: row, after: { ...row, size: 1 } })).toEqual([]);
  });

  it("deletes a removed image's files, then announces the removal", async () => {
    uploads.objects.set(key, makePng(1, 1)).set(row.thumbnail, makePng(1, 1));
    expect(await run("deleted", { before: row })).toEqual([{ source: "media", type: "image.removed", data }]);
    expect(uploads.objects.size).toBe(0);
  });

  it("skips rows that are not images", async () => {
    expect(await run("inserted", { after: { id: "x" } })).toEqual([]);
  });
});

describe("feed", () => {
  it("writes one row for an event, also when it is repeated", async () => {
    const activity = new FakeTable(["kind", "id"]);
    const { ctx } = fakeContext({ activity });
    const added = event("image.added", { id, album: "summer", name: "beach", at: "2026-11-21T06:00:00Z" });
    await feed.bus(added, ctx);
    await feed.bus({ ...added, id: "e-2" }, ctx);
    expect(activity.rows).toMatchObject([
      { kind: "image", id: `2026-11-21T06:00:00Z image.added ${id}`, image: id, expires: 1_803_016_800 },
    ]);
  });

  it("throws for an unreadable event, so that it goes to the dead-letter queue", async () => {
    const { ctx } = fakeContext({ activity: new FakeTable(["kind", "id"]) });
    await expect(feed.bus(event("image.added", { id }), ctx)).rejects.toThrow("does not describe an image");
  });
});
