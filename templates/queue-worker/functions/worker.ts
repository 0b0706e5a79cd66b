import { defineHandler } from "polyfn/runtime";

export interface Total {
  readonly order: string;
  readonly cents: number;
}

/** Adds up an order. Throws for anything that is no order. */
function totalOf(message: unknown): Total {
  const { id, items }: { id?: unknown; items?: unknown } =
    typeof message === "object" && message !== null ? message : {};
  if (typeof id !== "string" || !Array.isArray(items)) throw new Error("an order needs an id and items");
  const cents = items.reduce((sum: number, { quantity, price }) => sum + quantity * price, 0);
  if (!Number.isSafeInteger(cents)) throw new Error(`the items of order ${id} need whole quantities and prices`);
  return { order: id, cents };
}

export default defineHandler<typeof import("../polyfn.config.ts").default, "worker", { totals: Total }>({
  // An order that is handed over by a call: `polyfn invoke`, or another function.
  async raw(order, ctx) {
    const total = totalOf(order);
    await ctx.resources.totals.put(total);
    return total;
  },
  async queue(batch, ctx) {
    // One message after the other. If one throws, it alone is delivered again.
    await batch.each(async (message) => {
      const total = totalOf(message.data);
      // The same order delivered twice writes the same row.
      await ctx.resources.totals.put(total);
      ctx.log.info("order added up", { ...total });
    });
  },
});
