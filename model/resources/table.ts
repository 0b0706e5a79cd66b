import { z } from "zod";
import { define } from "../definition.ts";
import { pattern, withMessage } from "../schema/schema-messages.ts";
import { encryptionKey, existing } from "../shared-fields.ts";
import { resourceFields } from "./fields.ts";

const column = z.strictObject({
  name: pattern(/^[A-Za-z_]\w{0,63}$/, "a column name: letters, digits and underscores, at most 64", '"id"').describe(
    "Name of the column.",
  ),
  type: z.enum(["string", "number", "binary"]).default("string").describe("Type of the column's values."),
});
const key = z.strictObject({
  partition: column.describe("Rows with the same value are stored together."),
  sort: column.optional().describe("Orders the rows of a partition and completes the key."),
});
const primaryKey = withMessage(
  key.describe("The primary key. The key that encrypts the table is encryptionKey."),
  "an object with partition and, if rows are ordered, sort (the key that encrypts the table is encryptionKey)",
  '{ partition: { name: "id" } }',
);

/** A key-value table: rows found by a partition key and, optionally, a sort key. */
export const table = define({
  schema: z.strictObject({
    kind: z.literal("table"),
    existing: existing.optional(),
    key: primaryKey,
    indexes: z
      .record(
        pattern(
          /^[A-Za-z][\w.-]{2,63}$/,
          "an index name: a letter, then 2 to 63 letters, digits, dots, hyphens or underscores",
          '"byAlbum"',
        ),
        key,
      )
      .default({})
      .describe("Further keys to query by, by index name."),
    changes: z.boolean().default(false).describe("Record changes, for table triggers."),
    ttl: z.string().optional().describe("Column with the Unix time (seconds) after which a row is deleted."),
    encryptionKey: encryptionKey.optional(),
    ...resourceFields<"table">(),
  }),
  references: { encryptionKey: "key" },
  adoptable: ["key", "indexes", "changes", "encryptionKey"],
  features: {
    "resource.table": { title: "Table", uses: () => true },
    "resource.table.indexes": { title: "Table: secondary indexes", uses: (r) => Object.keys(r.indexes).length > 0 },
    "resource.table.changes": { title: "Table: change records", uses: (r) => r.changes },
    "resource.table.ttl": { title: "Table: expiry of rows", uses: (r) => r.ttl !== undefined },
    "resource.table.encryptionKey": { title: "Table: customer's key", uses: (r) => r.encryptionKey !== undefined },
  },
});
