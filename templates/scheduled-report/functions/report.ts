import { defineHandler } from "polyfn/runtime";

export interface Report {
  readonly day: string;
  readonly files: number;
  readonly bytes: number;
}

export default defineHandler<typeof import("../polyfn.config.ts").default, "report">({
  async schedule(event, ctx) {
    const day = event.data.scheduledTime.slice(0, 10);
    let files = 0;
    let bytes = 0;
    for await (const { size } of ctx.resources.uploads.list({ prefix: event.data.input.prefix })) {
      files += 1;
      bytes += size;
    }
    const report: Report = { day, files, bytes };
    // The report of the same day replaces the one before.
    await ctx.resources.reports.put(`${day}.json`, JSON.stringify(report), { contentType: "application/json" });
    ctx.log.info("report written", { ...report });
    return report;
  },
});
