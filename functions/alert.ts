import { defineHandler, type RowValue } from "polyfn/runtime";
import { chronological, expires } from "./lib/activity.ts";

/** Keeps alerts of high severity (the trigger filters them). The same topic also fills the queue `inbox` with all of them. */
export default defineHandler<typeof import("../polyfn.config.ts").default, "alert", { alerts: RowValue }>({
  async topic(event, ctx) {
    await ctx.resources.activity.put({
      kind: "alert",
      id: chronological(event.time, event.id),
      alert: event.data,
      severity: event.attributes.severity,
      expires: expires(event.time),
    });
    ctx.log.info("alert kept", { id: event.id });
  },
});
