import { describe, expect, it } from "vitest";
import alert from "../../functions/alert.ts";
import counter, { isAfter } from "../../functions/counter.ts";
import { type ImageRow, imageId } from "../../functions/lib/images.ts";
import pushes from "../../functions/pushes.ts";
import report from "../../functions/report.ts";
import watch from "../../functions/watch.ts";
import { githubPushes } from "../../offline/drivers/github.ts";
import { event, retriable } from "./events.ts";
import { FakeBucket, FakeSink, FakeTable, fakeContext, imageRow } from "./fakes.ts";

describe("counter", () => {
  const image = imageId("in/summer/beach.png");
  const click = (sequence: string, data: unknown = { image }) => ({
    ...event("polyfn.stream.record" as const, data),
    key: image,
    sequence,
    bytes: new Uint8Array(),
  });
  const count = async (activity: FakeTable, records: ReturnType<typeof click>[]) => {
    const batch = retriable(records);
    const { ctx, lines } = fakeContext({ activity });
    await counter.stream({ records: batch.list, each: batch.each }, ctx);
    return lines;
  };

  it("counts every record once, also when a batch is repeated with more records", async () => {
    const activity = new FakeTable(["kind", "id"]);
    await count(activity, [click("99"), click("100")]);
    await count(activity, [click("99"), click("100"), click("101")]);
    await count(activity, [click("99")]);
    expect(activity.rows).toEqual([{ kind: "clicks", id: image, count: 3, last: "101" }]);
  });

  it("skips records that are not clicks", async () => {
    const activity = new FakeTable(["kind", "id"]);
    const lines = await count(activity, [click("1", "text"), click("2", { image: "nonsense" }), click("3", null)]);
    expect(lines.map((line) => line.message)).toEqual(["not a click", "not a click", "not a click"]);
    expect(activity.rows).toEqual([]);
  });

  it("compares sequence numbers as numbers", () => {
    expect(isAfter("100", "99")).toBe(true);
    expect(isAfter("99", "100")).toBe(false);
    expect(isAfter("100", "100")).toBe(false);
    expect(isAfter("1", "")).toBe(true);
  });
});

describe("pushes", () => {
  const samples = githubPushes();
  const deliver = async (name: string, body: unknown) => {
    const activity = new FakeTable(["kind", "id"]);
    const { ctx } = fakeContext({ activity });
    const headers = new Headers({ "x-github-event": name });
    const data = { id: "delivery-1", headers, body, raw: new Uint8Array() };
    const answer = await pushes.webhook(event("polyfn.webhook.received" as const, data), ctx);
    return { rows: activity.rows, answer };
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
});

describe("report", () => {
  it("sums up an album over all pages, and writes the same file for the same day", async () => {
    const uploads = new FakeBucket();
    const activity = new FakeTable(["kind", "id"]);
    const images = new FakeTable<ImageRow>(["id"], { byAlbum: "album" });
    images.rows = ["a", "b", "c", "d", "e"].map((id) =>
      imageRow({ id, album: id === "e" ? "winter" : "summer", size: 10 }),
    );
    activity.rows = [
      { kind: "clicks", id: "a", count: 2 },
      { kind: "clicks", id: "c", count: 3 },
    ];
    const { ctx } = fakeContext({ uploads, activity, images });
    const due = event("polyfn.schedule.due" as const, {
      scheduledTime: "2026-11-21T05:00:00Z",
      input: { album: "summer" } as const,
    });
    await report.schedule(due, ctx);
    await report.schedule(due, ctx);
    expect([...uploads.objects.keys()]).toEqual(["reports/summer/2026-11-21.json"]);
    expect(uploads.json("reports/summer/2026-11-21.json")).toEqual({
      day: "2026-11-21",
      album: "summer",
      images: 4,
      bytes: 40,
      clicks: 5,
    });
  });

  it("refuses a direct call without an album", async () => {
    const { ctx } = fakeContext({
      uploads: new FakeBucket(),
      activity: new FakeTable(["kind", "id"]),
      images: new FakeTable<ImageRow>(["id"]),
    });
    await expect(report.raw?.({}, ctx)).rejects.toThrow("needs an album");
  });
});

describe("alerts", () => {
  const line = (fields: Record<string, unknown>) =>
    event("polyfn.log.line" as const, { message: JSON.stringify(fields), fields });

  it("sends at most ten alerts, one for each error line", async () => {
    const alerts = new FakeSink();
    const { ctx } = fakeContext({ alerts });
    const error = line({ level: "error", message: "upload rejected", key: "in/x.png" });
    const harmless = line({ level: "info", message: "no error" });
    const plain = event("polyfn.log.line" as const, { message: "error in plain text" });
    await watch.log({ log: "thumbnail", stream: "s", lines: [error, harmless, plain] }, ctx);
    expect(alerts.sent).toMatchObject([
      { data: { message: "upload rejected", key: "in/x.png" }, options: { attributes: { severity: "high" } } },
    ]);
    await watch.log({ log: "thumbnail", stream: "s", lines: Array(50).fill(error) }, ctx);
    expect(alerts.sent).toHaveLength(11);
  });

  it("stores a repeated alert once", async () => {
    const activity = new FakeTable(["kind", "id"]);
    const { ctx } = fakeContext({ activity });
    const raised = {
      ...event("polyfn.topic.message" as const, { message: "upload rejected" }),
      attributes: { severity: "high" },
    };
    await alert.topic(raised, ctx);
    await alert.topic(raised, ctx);
    expect(activity.rows).toMatchObject([{ kind: "alert", severity: "high", alert: { message: "upload rejected" } }]);
  });
});
