import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { silence } from "../silence.ts";
import { orderedSource } from "./stream.ts";

/** Changes of a table's rows, in order per row. The handler's `table(batch, ctx)`. */
export const table = define({
  schema: z.strictObject({
    kind: z.literal("table"),
    silence,
    table: name.describe("The table resource to watch; it must have changes."),
    startAt: z.enum(["latest", "oldest"]).default("latest").describe("First change to read."),
    ...orderedSource,
  }),
  references: { table: "table", onFailure: "destination" },
  source: "table",
  once: true,
  selects: (t) => t.filter !== undefined,
  features: {
    table: { title: "Table trigger", uses: () => true },
    "table.window": { title: "Table trigger: batching window", uses: (t) => t.window > 0 },
    "table.parallelism": { title: "Table trigger: parallel batches per shard", uses: (t) => t.parallelism > 1 },
    "table.bisect": { title: "Table trigger: bisect on failure", uses: (t) => t.bisect },
    "table.maxAge": { title: "Table trigger: record age limit", uses: (t) => t.maxAge !== undefined },
    "table.retries": { title: "Table trigger: retry limit", uses: (t) => t.retries !== undefined },
    "table.onFailure": { title: "Table trigger: failure destination", uses: (t) => t.onFailure !== undefined },
    "table.partialFailures": { title: "Table trigger: per-record failure", uses: (t) => t.partialFailures },
    "table.filter": { title: "Table trigger: filter", uses: (t) => t.filter !== undefined },
    "table.enabled": { title: "Table trigger: switched off", uses: (t) => !t.enabled },
  },
});
