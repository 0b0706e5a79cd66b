import { deploy, type TestApp } from "polyfn/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { makePng } from "../../offline/drivers/samples.ts";
import media from "../../polyfn.config.ts";

const config = { githubSecret: "s3cret" };

describe.each(["localstack", "aliyun"])("an app that is deployed to %s for a test", (target) => {
  let app: TestApp<typeof media>;
  beforeAll(async () => {
    app = await deploy({ spec: media, targets: [target], config });
  });

  it("answers calls and requests", async () => {
    expect(await app.functions.report.invoke({ album: "summer" })).toEqual({
      key: expect.stringContaining("reports/summer/"),
    });
    expect(await app.resources.uploads.list("reports/")).toHaveLength(1);
    await expect(app.functions.report.invoke({})).rejects.toThrow("the report needs an album as input");
    expect((await app.resources.site.request("/images?album=summer")).json()).toEqual({ images: [], next: null });
    expect((await app.functions.upload.request("/")).status).toBe(405);
  });

  it("has contents that a test puts and reads", async () => {
    const { uploads, inbox, activity, githubSecret } = app.resources;
    await uploads.put("x/a.txt", "text");
    expect(await uploads.text("x/a.txt")).toBe("text");
    await inbox.send({ n: 1 });
    expect(await inbox.receive()).toEqual([{ n: 1 }]);
    await activity.put({ kind: "a", id: "1", count: 2 });
    expect(await activity.query("kind", "a")).toEqual([{ kind: "a", id: "1", count: 2 }]);
    await expect(activity.put({ kind: "a", count: 2 })).rejects.toThrow(
      'put of table "activity": row.id is missing: it must be',
    );
    await expect(activity.get({ id: "1" })).rejects.toThrow('get of table "activity": key.kind is missing: it must be');
    expect(await githubSecret.value()).toBe("s3cret");
  });

  it("logs what its handlers log", async () => {
    await app.functions.report.invoke({ album: "winter" });
    await expect
      .poll(() => app.logs("report"))
      .toContainEqual(expect.objectContaining({ message: "report written", album: "winter" }));
  });

  it("runs the triggers of what a test puts", async () => {
    await app.resources.uploads.put("in/summer/beach.png", makePng(40, 30), { contentType: "image/png" });
    await expect
      .poll(() => app.resources.images.query("album", "summer"))
      .toMatchObject([{ name: "beach", width: 40 }]);
  });

  it("settles when nothing is left to do, and is empty after a reset", async () => {
    const { uploads, images, jobs } = app.resources;
    await uploads.put("in/winter/snow.png", makePng(20, 10), { contentType: "image/png" });
    await app.settled();
    expect(await images.query("album", "winter")).toMatchObject([{ name: "snow" }]);
    await app.reset();
    expect(await uploads.list()).toEqual([]);
    expect(await images.query("album", "winter")).toEqual([]);
    expect(await jobs.receive()).toEqual([]);
  });

  it("fires triggers", async () => {
    const image = {
      id: "0123456789abcdef0123",
      album: "spring",
      name: "a",
      key: "in/spring/a.png",
      thumbnail: "t",
      width: 1,
    };
    const row = { ...image, height: 1, size: 1, uploadedAt: "2026-11-21T06:00:00.000Z" };
    await app.triggers.onJob.fire({ body: row });
    await app.settled();
    expect(await app.resources.images.get({ id: row.id })).toEqual(row);
    expect((await app.functions.gallery.triggers.api.fire({ path: `/images/${row.id}` }))?.json()).toEqual(row);
    expect((await app.triggers.github.fire({ body: { ref: "refs/heads/main", commits: [] } }))?.status).toBeLessThan(
      300,
    );
    await expect(app.triggers.api.fire()).rejects.toThrow('Several functions have a trigger "api": gallery, reports.');
  });
});
