import { ComponentResource, type Input, type Output, output, runtime } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSettings } from "../../adapters/aliyun/settings.ts";
import { type Time, waitForConsistency } from "../../infra/graph/wait-for-consistency.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");

/** Milliseconds of every sleep; none of them is slept. */
let slept: number[];
const time: Time = {
  now: () => NOW,
  sleep: async (milliseconds) => void slept.push(milliseconds),
};

const resolved = <T>(of: Output<T>): Promise<T> => new Promise((resolve) => of.apply(resolve));
const wait = async (created: Input<string | number | undefined>, seconds = 10): Promise<number[]> => {
  expect(await resolved(waitForConsistency(output("name"), created, seconds, time))).toBe("name");
  return slept;
};
const preview = (is: boolean) =>
  runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "project", "dev", is);

beforeEach(async () => {
  slept = [];
  await preview(false);
});
afterEach(() => runtime.disconnect());

describe("what is new", () => {
  it.each<[string, string | number]>([
    ["text", "2026-03-01T11:59:57Z"],
    ["seconds", NOW / 1000 - 3],
  ])("waits for the rest of its time, created at a time in %s", async (_, created) => {
    expect(await wait(created)).toEqual([7000]);
  });

  it("waits no longer than its time, though the cloud's clock be ahead", async () => {
    expect(await wait("2026-03-01T13:00:00Z")).toEqual([10_000]);
  });

  it.each<[string, string | number | undefined]>([
    ["old enough", "2026-03-01T11:59:50Z"],
    ["of an earlier deployment", "2025-01-01T00:00:00Z"],
    ["without a time of creation", undefined],
    ["of a time that can't be read", "yesterday"],
  ])("waits for nothing when it is %s", async (_, created) => {
    expect(await wait(created)).toEqual([]);
  });

  it("waits for nothing where things are waitForConsistency at once", async () => {
    expect(await wait("2026-03-01T12:00:00Z", 0)).toEqual([]);
  });

  it("waits for nothing in a preview, and is known there", async () => {
    await preview(true);
    expect(await wait("2026-03-01T12:00:00Z")).toEqual([]);
  });

  it("waits at the same time as others", async () => {
    let running = 0;
    let most = 0;
    const beside: Time = {
      now: () => NOW,
      async sleep() {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
      },
    };
    const created = "2026-03-01T12:00:00Z";
    await Promise.all([1, 2, 3].map(() => resolved(waitForConsistency(output("name"), created, 10, beside))));
    expect(most).toBe(3);
  });

  it("is still what made it: who uses it depends on that", async () => {
    const made = new ComponentResource("t", "made", {});
    const name = made.urn.apply(() => "name");
    const used = waitForConsistency(name, "2026-03-01T11:59:57Z", 10, time) as unknown as { resources(): Set<unknown> };
    expect([...used.resources()]).toContain(made);
  });
});

describe("the setting", () => {
  it.each<[string, object, number]>([
    ["15 s on Aliyun", {}, 15],
    ["0 s on the emulator", { endpoint: "http://127.0.0.1:4580" }, 0],
    ["what the stack says", { endpoint: "http://127.0.0.1:4580", settle: 5 }, 5],
    ["0 s when the stack says so", { settle: 0 }, 0],
  ])("is %s", (_, settings, seconds) => {
    expect(readSettings({ settings: { ...settings } })).toMatchObject({ settings: { settle: seconds }, problems: [] });
  });

  it.each<[string, unknown]>([
    ["as text", "5"],
    ["beyond two minutes", 121],
    ["in parts of a second", 0.5],
  ])("is not taken %s", (_, settle) => {
    expect(readSettings({ settings: { settle } }).problems).toEqual([
      {
        code: "bad-setting",
        path: ["settings", "settle"],
        message: `${JSON.stringify(settle)} is not a whole number of seconds from 0 to 120.`,
        remedy: "Write for example settle: 15.",
      },
    ]);
  });
});
