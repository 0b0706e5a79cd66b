import { type Demo, until } from "../demo.ts";

/** Two alerts are published. The queue gets both; the function only the one that its filter lets through. */
const onAlert: Demo = {
  trigger: "onAlert",
  function: "alert",
  async fire({ cloud, app, run }) {
    const { alerts, inbox, activity } = app.resources;
    await cloud.publish(alerts, JSON.stringify({ message: `low ${run}` }), { severity: "low" });
    await cloud.publish(alerts, JSON.stringify({ message: `high ${run}` }), { severity: "high" });
    const missing = new Set([`low ${run}`, `high ${run}`]);
    await until("both alerts in queue inbox", async () => {
      for (const body of await cloud.takeMessages(inbox)) missing.delete(messageIn(body));
      return missing.size === 0 ? true : undefined;
    });
    const kept = await until(`alert high ${run}`, async () => {
      const rows = await cloud.queryRows(activity, "kind", "alert");
      const mine = rows.filter((row) => JSON.stringify(row.alert).includes(run));
      return mine.length > 0 ? mine : undefined;
    });
    if (kept.length !== 1) throw new Error(`the filter let ${kept.length} alerts through, not 1`);
    return {
      sent: "alerts of severity low and high to topic alerts",
      received: "2 messages in queue inbox, 1 row for the high one",
    };
  },
};

function messageIn(body: string): string {
  const alert: { message?: unknown } = JSON.parse(body);
  return String(alert.message);
}

export const topic: readonly Demo[] = [onAlert];
