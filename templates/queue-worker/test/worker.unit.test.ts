import { testHandler } from "polyfn/testing";
import { expect, test } from "vitest";
import type { Total } from "../functions/worker.ts";
import spec from "../polyfn.config.ts";

const worker = testHandler<typeof import("../polyfn.config.ts").default, "worker", { totals: Total }>(spec, "worker");

const order = { id: "a-1", items: [{ quantity: 2, price: 150 }] };

test("adds up an order", async () => {
  await worker.queue([{ body: order }]);
  expect(await worker.resources.totals.get({ order: "a-1" })).toEqual({ order: "a-1", cents: 300 });
});

test("answers a call with the total", async () => {
  expect(await worker.raw(order)).toEqual({ order: "a-1", cents: 300 });
});

test("leaves only the message that is no order to be delivered again", async () => {
  const batch = [
    { id: "1", body: { id: "a-2" } },
    { id: "2", body: { ...order, id: "a-3" } },
  ];
  expect(await worker.queue(batch)).toEqual({ retried: ["1"] });
  expect(await worker.resources.totals.get({ order: "a-2" })).toBeUndefined();
  expect(await worker.resources.totals.get({ order: "a-3" })).toBeDefined();
});
