import { deploy, type TestApp } from "polyfn/testing";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import spec from "../polyfn.config.ts";

describe.each(["my-offline-target"])("on %s", (target) => {
  let app: TestApp<typeof import("../polyfn.config.ts").default>;
  beforeAll(async () => {
    app = await deploy({ spec, targets: [target] });
  });
  // Says why a test fails: an error of the handler, a missing permission, or no call at all.
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    const lines = await app.logs("worker");
    console.error(lines.length === 0 ? "worker logged nothing: no trigger called it" : lines);
  });

  test("an order in the queue becomes a total in the table", async () => {
    await app.resources.orders.send({ id: "a-1", items: [{ quantity: 2, price: 150 }] });
    const total = () => app.resources.totals.get({ order: "a-1" });
    await expect
      .poll(total, { message: "the total that worker writes", timeout: 60_000 })
      .toMatchObject({ cents: 300 });
  });

  test("a message that is no order goes to the queue of failed ones", async () => {
    await app.resources.orders.send({ id: "a-2" });
    const failed = () => app.resources.failed.receive();
    await expect.poll(failed, { message: "the message in failed", timeout: 90_000 }).toEqual([{ id: "a-2" }]);
  });
});
