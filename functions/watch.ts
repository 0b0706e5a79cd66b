import { defineHandler } from "polyfn/runtime";

/** Most alerts from one delivery: a function that fails in a loop must not flood everyone who listens. */
const MOST = 10;

/** Turns error lines of another function's log into alerts. */
export default defineHandler<typeof import("../polyfn.config.ts").default, "watch">({
  async log(batch, ctx) {
    // The trigger's filter is a plain word, which also occurs in harmless lines.
    const errors = batch.lines.filter((line) => line.data.fields?.level === "error");
    for (const line of errors.slice(0, MOST)) {
      const { message, key, reason } = line.data.fields ?? {};
      await ctx.resources.alerts.publish(
        { message, key, reason, log: batch.log, at: line.time },
        { subject: "An upload failed", attributes: { severity: "high" } },
      );
    }
    ctx.log.info("alerts raised", { alerts: Math.min(errors.length, MOST), lines: batch.lines.length });
  },
});
