import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BucketReader, BucketWriter, TableReader, TableWriter } from "../../runtime/index.ts";
import { InvalidInputError } from "../../runtime/index.ts";
import { metadataCases, objectKeys } from "../conformance/functions/tables/object-keys.ts";
import { rowValues } from "../conformance/functions/tables/row-values.ts";
import { tryKey, tryMetadata } from "../conformance/functions/tables/try-key.ts";
import { tryRow } from "../conformance/functions/tables/try-row.ts";
import { rowValue } from "./arbitrary-row.ts";

export interface Clients {
  /** A table with the key `id`, and an index `byAt` by `album` and the number `at`. */
  readonly rows: TableReader & TableWriter;
  /** A table with the key `kind` and the number `at`. */
  readonly numbers: TableReader & TableWriter;
  readonly files: BucketReader & BucketWriter;
}

const wordOf = (result: unknown): string => (result === "refused" ? "refused" : "stored");

/**
 * Cursors that are not of a query of partition "x" in ascending order: no cursor at all, keys of another partition as
 * each cloud's cursors spell them, and keys of the right partition from the descending order.
 */
const cursors = [
  "",
  "garbage",
  ...[
    "null",
    ">null",
    '>{"kind":{"S":"y"},"at":{"N":"1"}}',
    '>{"kind":"y","at":1}',
    '<{"kind":{"S":"x"},"at":{"N":"1"}}',
    '<{"kind":"x","at":1}',
  ].map((text) => Buffer.from(text).toString("base64url")),
];

async function pathOf(call: () => Promise<unknown>): Promise<string> {
  const error = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof InvalidInputError) return error.path;
  throw new Error(`not refused: ${String(error)}`);
}

/** Tests of the clients of every cloud, with the same inputs. */
export function describeValues(clients: () => Clients): void {
  describe("rows", () => {
    it.each(rowValues.map((one, index) => [one.shown, one, index] as const))("%s", async (_, one, index) => {
      expect(await tryRow(clients().rows, one, `row-${index}`)).toBe(wordOf(one.result));
    });

    it("are read as they were written", async () => {
      const { rows } = clients();
      await fc.assert(
        fc.asyncProperty(rowValue, async (v) => {
          await rows.put({ id: "any", v });
          expect(await rows.get({ id: "any" })).toEqual({ id: "any", v });
        }),
        { numRuns: 60 },
      );
    });

    it.each<[string, (of: Clients) => Promise<unknown>]>([
      ["row.a.b[1]", ({ rows }) => rows.put({ id: "x", a: { b: [1, Number.NaN] } })],
      ["row.tags[0]", ({ rows }) => rows.put({ id: "x", tags: new Set([2 ** 60]) })],
      ["row.at", ({ rows }) => rows.put({ id: "x", album: "a", at: 0.5 })],
      ["row.album", ({ rows }) => rows.put({ id: "x", album: 1 })],
      ["rows[1].id", ({ rows }) => rows.putBatch([{ id: "x" }, { id: "" }])],
      ["rows[1].v", ({ rows }) => rows.putBatch([{ id: "x" }, { id: "y", v: new Set() as Set<string> }])],
      ["key.id", ({ rows }) => rows.get({ id: 5 })],
      ["key.v", ({ rows }) => rows.delete({ id: "x", v: 1 })],
      ["keys[1].id", ({ rows }) => rows.getBatch([{ id: "x" }, {}])],
      ["keys[0].id", ({ rows }) => rows.deleteBatch([{ id: null }])],
      ["set.v", ({ rows }) => rows.update({ id: "x" }, { set: { v: Number.POSITIVE_INFINITY } })],
      ["set", ({ rows }) => rows.update({ id: "x" }, { set: { a: "x".repeat(300_000), b: "x".repeat(200_000) } })],
      ["add.n", ({ rows }) => rows.update({ id: "x" }, { add: { n: 0.5 } })],
      ["add.n", ({ rows }) => rows.update({ id: "x" }, { add: { n: 2n ** 63n } })],
      ["id", ({ rows }) => rows.update({ id: "x" }, { set: { id: "y" } })],
      ["n", ({ rows }) => rows.update({ id: "x" }, { set: { n: 1 }, add: { n: 1 } })],
      ["n", ({ rows }) => rows.update({ id: "x" }, { set: { n: 1 }, remove: ["n"] })],
      ["remove[0]", ({ rows }) => rows.update({ id: "x" }, { remove: [""] })],
      ["key.at", ({ numbers }) => numbers.get({ kind: "a", at: 1.5 })],
      ["key.at", ({ numbers }) => numbers.get({ kind: "a", at: 2n ** 63n })],
      ["key.at", ({ numbers }) => numbers.get({ kind: "a", at: "1" })],
      ["partition", ({ numbers }) => numbers.query({ partition: "" })],
      ["sort", ({ rows }) => rows.query({ partition: "x", sort: "y" })],
      ["sort", ({ numbers }) => numbers.query({ partition: "x", sort: new Date(0) })],
      ["sort.gt", ({ numbers }) => numbers.query({ partition: "x", sort: { gt: 1 } })],
      ["sort.from", ({ numbers }) => numbers.query({ partition: "x", sort: { from: 2, to: 1 } })],
      ["sort.prefix", ({ numbers }) => numbers.query({ partition: "x", sort: { prefix: "1" } })],
      ["sort.prefix", ({ numbers }) => numbers.query({ partition: "x", sort: { prefix: "1", from: 1 } })],
      ...cursors.map((cursor): [string, (of: Clients) => Promise<unknown>] => [
        "cursor",
        ({ numbers }) => numbers.query({ partition: "x", cursor }),
      ]),
      ["limit", ({ rows }) => rows.query({ partition: "x", limit: 0 })],
      ["consistent", ({ rows }) => rows.query({ index: "byAt", partition: "x", consistent: true })],
    ])("are refused at %s", async (path, call) => {
      expect(await pathOf(() => call(clients()))).toBe(path);
    });

    it.each<[string, (of: Clients) => Promise<unknown>]>([
      ["put", ({ numbers }) => numbers.put({ kind: "a", v: 1 })],
      ["put", ({ rows }) => rows.put({ v: 1 })],
      ["putBatch", ({ numbers }) => numbers.putBatch([{ kind: "a", v: 1 }])],
      ["putBatch", ({ rows }) => rows.putBatch([{ v: 1 }])],
      ["get", ({ numbers }) => numbers.get({ kind: "a" })],
      ["getBatch", ({ numbers }) => numbers.getBatch([{ at: 1 }])],
      ["delete", ({ numbers }) => numbers.delete({ kind: "a" })],
      ["deleteBatch", ({ numbers }) => numbers.deleteBatch([{ at: 1 }])],
      ["update", ({ numbers }) => numbers.update({ at: 1 }, { set: { v: 1 } })],
      ["update", ({ rows }) => rows.update({}, { set: { v: 1 } })],
    ])("are refused without a column of their key: %s", async (method, call) => {
      await expect(call(clients())).rejects.toThrow(
        new RegExp(`^${method} of table "(rows|numbers)": (row|key)(s\\[0\\])?\\.(id|kind|at) is missing: it must be`),
      );
    });

    it("report the value, what is allowed and the remedy", async () => {
      const { rows } = clients();
      await expect(rows.put({ id: "x", at: new Date(0) as never })).rejects.toThrow(
        'table "rows": row.at is of type Date: store its toISOString() or getTime()',
      );
      for (const v of [new (class {})(), Object.create({ a: 1 })])
        await expect(rows.put({ id: "x", v })).rejects.toThrow(
          "row.v is an object with a prototype of its own: a row holds",
        );
      await expect(rows.put({ id: "x", n: 2 ** 60 })).rejects.toThrow("beyond ±(2^53 - 1): write a bigint");
      await expect(rows.query({ index: "byName", partition: "x" })).rejects.toThrow("It has: byAt");
    });
  });

  describe("objects", () => {
    it.each(objectKeys.map((one) => [one.shown, one] as const))("%s", async (_, { key, result }) => {
      expect(await tryKey(clients().files, key, result)).toBe(result);
    });

    it("have URLs that match their key, for every key", async () => {
      const { files } = clients();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (key) => {
          const url = await files.signedUrl(key).catch((error: unknown) => error);
          if (url instanceof InvalidInputError) expect(key).toMatch(/^[/\\]|(^|\/)\.\.?(\/|$)|\p{Cc}|\p{Cs}/u);
          else expect(decodeURIComponent(new URL(String(url)).pathname).endsWith(`/${key}`)).toBe(true);
        }),
      );
    });

    it.each(metadataCases.map((one) => [one.shown, one] as const))("%s", async (_, one) => {
      expect(await tryMetadata(clients().files, one)).toBe(wordOf(one.result));
    });

    it.each<[string, (of: BucketReader & BucketWriter) => Promise<unknown>]>([
      ["contentType", (files) => files.put("a", "b", { contentType: "text/plain; name=é" })],
      ["contentType", (files) => files.put("a", "b", { contentType: "" })],
      ["cacheControl", (files) => files.put("a", "b", { cacheControl: "a\r\nx: y" })],
      ["body", (files) => files.put("a", undefined as never)],
      ["body", (files) => files.put("a", { a: 1 } as never)],
      ["body", (files) => files.put("a", "\ud800")],
      ["expires", (files) => files.signedUrl("a", { expires: 604_801 })],
      ["expires", (files) => files.signedUrl("a", { expires: 0 })],
      ["method", (files) => files.signedUrl("a", { method: "delete" as never })],
      ["prefix", (files) => files.list({ prefix: "\ud800" })[Symbol.asyncIterator]().next()],
    ])("refuse %s, which no cloud accepts", async (path, call) => {
      expect(await pathOf(() => call(clients().files))).toBe(path);
    });
  });
}
