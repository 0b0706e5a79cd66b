import { expect, it } from "vitest";
import { checkApp } from "../../model/parse.ts";

/** The problem of a schedule in this time zone. */
function said(timezone: string): string {
  const triggers = { t: { kind: "schedule", cron: "0 4 * * *", timezone } };
  const { problems } = checkApp({ name: "shop", functions: { f: { handler: "f.ts", triggers } } });
  return problems.map(({ message, remedy }) => `${message} ${remedy}`).join("\n");
}

it.each(["UTC", "Asia/Shanghai", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "US/Pacific", "EST5EDT", "NZ-CHAT"])(
  "accepts the time zone %s",
  (zone) => {
    expect(said(zone)).toBe("");
  },
);

it.each([
  ["asia/shanghai", "Asia/Shanghai"],
  ["utc", "UTC"],
  ["Berlin", "Europe/Berlin"],
  ["Asia/Shangai", "Asia/Shanghai"],
  ["Asia/Beijing", "Asia/Shanghai"],
  ["Beijing", "Asia/Shanghai"],
  ["Asia/Shenzhen", "Asia/Shanghai"],
  ["Europe/Munich", "Europe/Berlin"],
  ["America/San_Francisco", "America/Los_Angeles"],
  ["Asia/Osaka", "Asia/Tokyo"],
  ["Germany", "Europe/Berlin"],
])("refuses the time zone %s and suggests %s", (zone, meant) => {
  expect(said(zone)).toBe(`"${zone}" is not an IANA time zone. Did you mean "${meant}"?`);
});
