import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageId, isAlbum, isImageId, isImageRow, parseKey, uploadKey } from "../../functions/lib/images.ts";
import { makeThumbnail, pngSize, shrink, UnusableImage } from "../../functions/lib/png.ts";
import { makePng } from "../../offline/drivers/samples.ts";

describe("keys", () => {
  it("reads album and name from the key of an upload", () => {
    expect(parseKey("in/summer/beach.png")).toEqual({ album: "summer", name: "beach" });
  });

  it.each([
    "in/beach.png",
    "in/summer/beach.jpg",
    "thumbs/summer/beach.png",
    "in/a/b/c.png",
    "in/Ä/x.png",
    "in//x.png",
  ])("refuses %s", (key) => expect(parseKey(key)).toBeUndefined());

  it("makes a readable key from any name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const key = uploadKey("summer", name);
        expect(parseKey(key)?.album).toBe("summer");
        expect(encodeURI(key)).toBe(key);
      }),
    );
  });

  it("gives an image always the same identifier", () => {
    expect(imageId("in/summer/beach.png")).toBe(imageId("in/summer/beach.png"));
    expect(imageId("in/summer/beach.png")).not.toBe(imageId("in/winter/beach.png"));
    expect(isImageId(imageId("x"))).toBe(true);
    expect(isImageId("../../etc")).toBe(false);
  });

  it.each([
    ["summer", true],
    ["summer-26", true],
    ["", false],
    ["-x", false],
    ["Summer", false],
    ["a".repeat(41), false],
  ])("checks the album %j: %s", (album, allowed) => expect(isAlbum(album)).toBe(allowed));
});

describe("rows", () => {
  const row = {
    id: "0",
    album: "a",
    name: "n",
    key: "k",
    thumbnail: "t",
    width: 1,
    height: 1,
    size: 1,
    uploadedAt: "2026-11-21T00:00:00Z",
  };

  it("accepts complete rows only", () => {
    expect(isImageRow(row)).toBe(true);
    for (const field of Object.keys(row)) expect(isImageRow({ ...row, [field]: undefined }), field).toBe(false);
    for (const other of [null, undefined, "text", 1, [], {}]) expect(isImageRow(other)).toBe(false);
  });
});

describe("thumbnails", () => {
  it("scales a picture into the square and keeps its proportions", async () => {
    const thumbnail = await makeThumbnail(makePng(400, 300), 100);
    expect(thumbnail.original).toEqual({ width: 400, height: 300 });
    expect(thumbnail.size).toEqual({ width: 100, height: 75 });
    expect(pngSize(thumbnail.png)).toEqual({ width: 100, height: 75 });
  });

  it("keeps the size of a small picture", async () => {
    expect((await makeThumbnail(makePng(20, 10), 100)).size).toEqual({ width: 20, height: 10 });
  });

  it("never exceeds the square, never distorts, never returns an empty picture", () => {
    const length = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(length, length, fc.integer({ min: 1, max: 2000 }), (width, height, edge) => {
        const size = shrink({ width, height }, edge);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(edge);
        expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(1);
        expect(size.width).toBeLessThanOrEqual(width);
        expect(size.height).toBeLessThanOrEqual(height);
      }),
    );
  });

  it("refuses what is not a PNG", async () => {
    await expect(makeThumbnail(Buffer.from("<svg/>"), 100)).rejects.toThrow(UnusableImage);
    await expect(makeThumbnail(new Uint8Array(), 100)).rejects.toThrow("not a PNG");
  });

  it("refuses a damaged PNG", async () => {
    const broken = makePng(50, 50).subarray(0, 60);
    await expect(makeThumbnail(broken, 100)).rejects.toThrow("a damaged PNG");
  });

  it("refuses a header with a huge size before decoding", () => {
    const bomb = Buffer.from(makePng(1, 1));
    bomb.writeUInt32BE(100_000, 16);
    bomb.writeUInt32BE(100_000, 20);
    expect(() => pngSize(bomb)).toThrow("100000 x 100000 pixels");
  });
});
