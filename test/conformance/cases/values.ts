import type { Feature } from "../../../model/features.ts";
import { type ConformanceCase, expectSame, type Parts, type Stage } from "../case.ts";
import { metadataCases, objectKeys } from "../functions/tables/object-keys.ts";
import { rowValues } from "../functions/tables/row-values.ts";
import { sentValues } from "../functions/tables/sent-values.ts";
import type { ValueTable } from "../value-table.ts";
import { messageTable } from "./messages.ts";
import { responseTable, streamedTable } from "./responses.ts";

const word = (result: string | { readonly shown: string }): string =>
  typeof result === "string" ? result : result.shown;

/** A case that has a function try every line, and compares what became of each. */
const proofOf = (
  table: string,
  title: string,
  proves: readonly Feature[],
  parts: Parts,
  lines: readonly { readonly shown: string; readonly result: unknown }[],
  done = "stored",
): ConformanceCase => ({
  title,
  proves,
  parts,
  async run({ cloud, function: fn }: Stage) {
    const { answer, error } = await cloud.invoke(fn(`${table}Tables`), { table });
    const results = answer as readonly string[];
    if (!Array.isArray(results)) throw new Error(`the function answered ${JSON.stringify({ answer, error })}`);
    expectSame(results.length, lines.length, "the number of lines");
    const wrong = lines.flatMap(({ shown, result }, index) => {
      const wanted = result === "refused" ? "refused" : done;
      return results[index] === wanted ? [] : [`${shown} should be ${wanted}, but: ${results[index]}`];
    });
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  },
});

const reader = (table: string, permissions: Record<string, ("read" | "write" | "send" | "receive")[]>) => ({
  [`${table}Tables`]: { handler: "functions/tables.ts", timeout: "60s" as const, permissions },
});

const rows: ValueTable = {
  name: "rows",
  of: "value in a row",
  lines: rowValues.map(({ shown, result }) => ({ shown, result: word(result) })),
  proofs: [
    proofOf(
      "rows",
      "stores or refuses each value of a row as the documentation says",
      ["resource.table"],
      {
        resources: { values: { kind: "table", key: { partition: { name: "id" } } } },
        functions: reader("rows", { values: ["read", "write"] }),
      },
      rowValues,
    ),
  ],
};

const files = (table: string, bucket: string): Parts => ({
  resources: { [bucket]: { kind: "bucket" } },
  functions: reader(table, { [bucket]: ["read", "write"] }),
});

const keys: ValueTable = {
  name: "keys",
  of: "object key",
  lines: objectKeys,
  proofs: [
    proofOf(
      "keys",
      "stores or refuses each key of an object as the documentation says",
      ["resource.bucket"],
      files("keys", "keyfiles"),
      objectKeys,
    ),
  ],
};

const metadata: ValueTable = {
  name: "metadata",
  of: "metadata of an object",
  lines: metadataCases.map(({ shown, result }) => ({ shown, result: word(result) })),
  proofs: [
    proofOf(
      "metadata",
      "keeps or refuses metadata of objects as the documentation says",
      ["resource.bucket"],
      files("metadata", "metafiles"),
      metadataCases,
    ),
  ],
};

const sent: ValueTable = {
  name: "sent",
  of: "data of a message",
  lines: sentValues.map(({ shown, result }) => ({ shown, result: word(result) })),
  proofs: [
    proofOf(
      "sent",
      "sends or refuses each value of a message as the documentation says",
      ["resource.queue"],
      {
        resources: { sentQueue: { kind: "queue" } },
        functions: reader("sent", { sentQueue: ["send", "receive"] }),
      },
      sentValues,
      "sent",
    ),
  ],
};

const ofClients = [rows, keys, metadata, sent];
export const valueTables: readonly ValueTable[] = [...ofClients, messageTable, responseTable, streamedTable];
/** The cases of what clients send; those of messages and responses stand with theirs. */
export const valueCases = ofClients.flatMap(({ proofs }) => proofs);
