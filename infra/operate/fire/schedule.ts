import type { Firing } from "./firing.ts";

/** Does now what the cloud's scheduler will do later. */
export const schedule: Firing<"schedule"> = {
  takes: ["time"],
  async fire({ operator, trigger, fn }, { time = new Date() }) {
    const { rule } = await operator.fireSchedule(fn, trigger.name, time);
    return { sent: `stored input of schedule ${rule}, due ${time.toISOString()}` };
  },
  inputsOf: ({ data }) => [{ time: new Date(data.scheduledTime) }],
};
