import { ComponentResource, type Input, type Output, output, runtime } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSettings } from "../../adapters/aliyun/settings.ts";
import { type Time, waitForConsistency } from "../../infra/graph/wait-for-consistency.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");

/** Milliseconds of each requested sleep; none of them is executed. */
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

describe("a new resource", () => {
  it.each<[string, string | number]>([
    ["text", "2026-03-01T11:59:57Z"],
    ["seconds", NOW / 1000 - 3],
  ])("is waited for during the rest of its settling time, created at a time in %s", async (_, created) => {
    expect(await wait(created)).toEqual([7000]);
  });

  it("is waited for no longer than its settling time when the cloud's clock is ahead", async () => {
    expect(await wait("2026-03-01T13:00:00Z")).toEqual([10_000]);
  });

  it.each<[string, string | number | undefined]>([
    ["old enough", "2026-03-01T11:59:50Z"],
    ["of an earlier deployment", "2025-01-01T00:00:00Z"],
    ["without a time of creation", undefined],
    ["of a time that can't be read", "yesterday"],
  ])("is not waited for when it is %s", async (_, created) => {
    expect(await wait(created)).toEqual([]);
  });

  it("is not waited for when the target is consistent at once", async () => {
    expect(await wait("2026-03-01T12:00:00Z", 0)).toEqual([]);
  });

  it("is not waited for in a preview, and its outputs are known there", async () => {
    await preview(true);
    expect(await wait("2026-03-01T12:00:00Z")).toEqual([]);
  });

  it("is waited for in parallel with others", async () => {
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

  it("stays the dependency of the resources that use it", async () => {
    const made = new ComponentResource("t", "made", {});
    const name = made.urn.apply(() => "name");
    const used = waitForConsistency(name, "2026-03-01T11:59:57Z", 10, time) as unknown as { resources(): Set<unknown> };
    expect([...used.resources()]).toContain(made);
  });
});

describe("the setting settle", () => {
  it.each<[string, object, number]>([
    ["15 s on Aliyun", {}, 15],
    ["0 s on the emulator", { endpoint: "http://127.0.0.1:4580" }, 0],
    ["the value of the stack", { endpoint: "http://127.0.0.1:4580", settle: 5 }, 5],
    ["0 s from the stack", { settle: 0 }, 0],
  ])("accepts %s", (_, settings, seconds) => {
    expect(readSettings({ settings: { ...settings } })).toMatchObject({ settings: { settle: seconds }, problems: [] });
  });

  it.each<[string, unknown]>([
    ["a string", "5"],
    ["more than two minutes", 121],
    ["a fraction of a second", 0.5],
  ])("refuses %s", (_, settle) => {
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
