import { type ConformanceCase, expectSame, recording } from "../case.ts";
import type { Recorded } from "../records.ts";

const fires: ConformanceCase = {
  title: "calls a function with its input when it is time, and none that is switched off",
  proves: ["schedule", "schedule.rate", "schedule.input", "schedule.enabled"],
  parts: {
    functions: {
      onTime: recording({ tick: { kind: "schedule", rate: "1m", input: { word: "tick" } } }),
      onNoTime: recording({ tick: { kind: "schedule", rate: "1m", enabled: false } }),
    },
  },
  async run({ cloud, function: fn, recorded, records }) {
    expectSame(
      (await cloud.schedules(fn("onNoTime"))).map(({ enabled }) => enabled),
      [false],
      "whether it is switched on",
    );
    // Its own timer calls it within a minute, where there is a clock to trust.
    const fired = cloud.pass ? undefined : new Date(Math.floor(Date.now() / 1000) * 1000);
    if (fired) await cloud.fireSchedule(fn("onTime"), "tick", fired);
    // MiniStack's own scheduler calls it each minute too, and leaves the placeholder of the time as it is.
    const isExpected = ({ data, more }: Recorded) =>
      (data as { word?: string }).word === "tick" &&
      (fired === undefined || Date.parse(String(more.scheduledTime)) === fired.getTime());
    const { kind, more } = await recorded("onTime", "the call", isExpected);
    expectSame(kind, "schedule", "what called it");
    if (Number.isNaN(Date.parse(String(more.scheduledTime)))) throw new Error(`it was due at ${more.scheduledTime}`);
    expectSame(await records("onNoTime"), [], "calls of the one that is switched off");
  },
};

const zones: ConformanceCase = {
  title: "reads times in the time zone of the spec",
  told: true,
  proves: ["schedule", "schedule.timezone"],
  parts: {
    functions: {
      atNight: recording({ night: { kind: "schedule", cron: "30 2 * * MON-FRI", timezone: "Europe/Berlin" } }),
    },
  },
  beyond: { ministack: "The profile core has rules of EventBridge, which know only UTC." },
  async run({ cloud, function: fn }) {
    const [schedule, ...others] = await cloud.schedules(fn("atNight"));
    expectSame([schedule?.timezone, others.length], ["Europe/Berlin", 0], "the time zone");
    const numbers = schedule?.expression.match(/\d+/g)?.map(Number) ?? [];
    if (!numbers.includes(30) || !numbers.includes(2)) throw new Error(`the times are ${schedule?.expression}`);
  },
};

export const scheduleCases = [fires, zones];
