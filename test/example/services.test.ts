import { testHandler } from "polyfn/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isAfter } from "../../functions/counter.ts";
import { type ImageRow, imageId } from "../../functions/lib/images.ts";
import { githubPushes } from "../../offline/drivers/github.ts";
import media from "../../polyfn.config.ts";
import { imageRow } from "./rows.ts";

type Media = typeof media;

describe("counter", () => {
  const counter = testHandler(media, "counter");
  beforeEach(() => counter.reset());
  const image = imageId("in/summer/beach.png");
  const click = (sequence: string, body: unknown = { image }) => ({ key: image, sequence, body });

  it("counts every record once, also when a batch is repeated with more records", async () => {
    await counter.stream([click("99"), click("100")]);
    await counter.stream([click("99"), click("100"), click("101")]);
    await counter.stream([click("99")]);
    expect(counter.snapshot().resources.activity).toEqual([{ kind: "clicks", id: image, count: 3, last: "101" }]);
  });

  it("skips records that are not clicks", async () => {
    await counter.stream([click("1", "text"), click("2", { image: "nonsense" }), click("3", null)]);
    expect(counter.logs.map((line) => line.message)).toEqual(["not a click", "not a click", "not a click"]);
    expect(counter.snapshot().resources.activity).toEqual([]);
  });

  it("compares sequence numbers as numbers", () => {
    expect(isAfter("100", "99")).toBe(true);
    expect(isAfter("99", "100")).toBe(false);
    expect(isAfter("100", "100")).toBe(false);
    expect(isAfter("1", "")).toBe(true);
  });
});

describe("pushes", () => {
  const pushes = testHandler(media, "pushes", { secrets: { githubSecret: "s3cret" } });
  // Rows expire some months after the push.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2019-05-16T00:00:00Z") });
    pushes.reset();
  });
  afterEach(() => vi.useRealTimers());
  const samples = githubPushes();
  const deliver = async (name: string, body: unknown) => {
    const answer = await pushes.webhook({ body, headers: { "x-github-event": name } });
    return { rows: pushes.snapshot().resources.activity, answer };
  };

  it("has GitHub's own samples", () => expect(samples.length).toBeGreaterThan(3));

  it.each(samples.map((sample) => [sample.ref, sample] as const))("records the push to %s", async (ref, sample) => {
    const { rows } = await deliver("push", sample);
    expect(rows).toMatchObject([{ kind: "push", repository: sample.repository.full_name, ref, commit: sample.after }]);
  });

  it("ignores other events", async () => {
    expect((await deliver("ping", { zen: "Keep it simple" })).rows).toEqual([]);
  });

  it("answers 400 to an invalid push", async () => {
    const { rows, answer } = await deliver("push", { ref: 1 });
    expect(rows).toEqual([]);
    expect(answer).toMatchObject({ status: 400 });
  });

  it("does not take a push that GitHub did not sign", async () => {
    const answer = await pushes.webhook({ body: samples[0] }, { sign: false });
    expect(answer.status).toBe(401);
    expect(pushes.snapshot().resources.activity).toEqual([]);
  });
});

describe("report", () => {
  const report = testHandler<Media, "report", { images: ImageRow }>(media, "report", { pageSize: 2 });
  const { images, activity, uploads } = report.resources;

  it("sums up an album over all pages, and writes the same file for the same day", async () => {
    for (const id of ["a", "b", "c", "d", "e"]) {
      await images.put(imageRow({ id, album: id === "e" ? "winter" : "summer", size: 10 }));
    }
    await activity.put({ kind: "clicks", id: "a", count: 2 });
    await activity.put({ kind: "clicks", id: "c", count: 3 });
    await report.schedule({ time: "2026-11-21T05:00:00Z" });
    await report.schedule({ time: "2026-11-21T05:00:00Z" });
    const keys: string[] = [];
    for await (const { key } of uploads.list()) keys.push(key);
    expect(keys).toEqual(["reports/summer/2026-11-21.json"]);
    expect(await (await uploads.get("reports/summer/2026-11-21.json"))?.json()).toEqual({
      day: "2026-11-21",
      album: "summer",
      images: 4,
      bytes: 40,
      clicks: 5,
    });
  });

  it("refuses a direct call without an album", async () => {
    await expect(report.raw({})).rejects.toThrow("needs an album");
  });
});

describe("alerts", () => {
  it("sends at most ten alerts, one for each error line", async () => {
    const watch = testHandler(media, "watch");
    const error = { message: { level: "error", message: "upload rejected", key: "in/x.png" } };
    const harmless = { message: { level: "info", message: "no error" } };
    const plain = { message: "error in plain text" };
    await watch.log([error, harmless, plain]);
    expect(watch.sent.alerts).toMatchObject([
      { data: { message: "upload rejected", key: "in/x.png" }, attributes: { severity: "high" } },
    ]);
    await watch.log(Array(50).fill(error));
    expect(watch.sent.alerts).toHaveLength(11);
  });

  it("stores a repeated alert once", async () => {
    const alert = testHandler(media, "alert");
    const time = new Date().toISOString();
    const raised = { id: "alert-1", time, body: { message: "upload rejected" }, attributes: { severity: "high" } };
    await alert.topic(raised);
    await alert.topic(raised);
    expect(alert.snapshot().resources.activity).toMatchObject([
      { kind: "alert", severity: "high", alert: { message: "upload rejected" } },
    ]);
  });
});
