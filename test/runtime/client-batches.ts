import { describe, expect, it } from "vitest";
import {
  BatchError,
  type BusClient,
  InvalidInputError,
  type QueueReceiver,
  type QueueSender,
  type StreamClient,
  type TableReader,
  type TableWriter,
  type TopicClient,
} from "../../runtime/index.ts";

export interface Senders {
  readonly queue: QueueSender & QueueReceiver;
  readonly fifo: QueueSender;
  readonly topic: TopicClient;
  readonly bus: BusClient;
  readonly stream: StreamClient;
  readonly table: TableReader & TableWriter;
  /** Forgets the calls so far. */
  forget(): void;
  /** Sizes of the calls for items of this kind. */
  calls(kind: "queue" | "topic" | "bus" | "stream" | "rows" | "reads"): readonly number[];
  /** Makes the cloud refuse for good the items of the next calls whose text has this word. */
  refuse(kind: "queue" | "bus", word: string): void;
}

/** Most items of a call of each kind, and bytes of one message that are too many. */
export interface Limits {
  readonly queue: number;
  readonly topic: number;
  readonly bus: number;
  readonly stream: number;
  readonly rows: number;
  readonly reads: number;
  readonly tooLarge: number;
}

async function errorOf<E>(type: new (...args: never[]) => E, work: Promise<unknown>): Promise<E> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof type) return error;
  throw new Error(`no ${type.name}, but ${String(error)}`);
}

const sizes = (count: number, most: number): number[] => {
  const whole = Array.from({ length: Math.floor(count / most) }, () => most);
  return count % most === 0 ? whole : [...whole, count % most];
};
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Tests of the clients of every cloud that take batches, with the same inputs. */
export function describeBatches(senders: () => Senders, limits: Limits): void {
  describe("batches", () => {
    it("are split into as few calls as the cloud allows", async () => {
      const { queue, topic, bus, stream, table, calls, forget } = senders();
      forget();
      await queue.sendBatch(many(35, (n) => ({ data: { n } })));
      expect(calls("queue")).toEqual(sizes(35, limits.queue));
      await topic.publishBatch(many(12, (n) => ({ data: { n } })));
      expect(calls("topic")).toEqual(sizes(12, limits.topic));
      await bus.put(many(35, (n) => ({ type: "x", data: { n } })));
      expect(calls("bus")).toEqual(sizes(35, limits.bus));
      await stream.put(many(1000, (n) => ({ key: "k", data: { n } })));
      expect(calls("stream")).toEqual(sizes(1000, limits.stream));
      await table.putBatch(many(210, (n) => ({ id: `${n}` })));
      expect(calls("rows")).toEqual(sizes(210, limits.rows));
      const rows = await table.getBatch([
        { id: "3" },
        { id: "none" },
        { id: "3" },
        ...many(120, (n) => ({ id: `${n}` })),
      ]);
      expect(calls("reads")).toEqual(sizes(121, limits.reads));
      expect(rows.slice(0, 4)).toEqual([{ id: "3" }, undefined, { id: "3" }, { id: "0" }]);
      forget();
      await table.deleteBatch(many(210, (n) => ({ id: `${n}` })));
      expect(calls("rows")).toEqual(sizes(210, limits.rows));
      expect(await table.getBatch([{ id: "3" }])).toEqual([undefined]);
    });

    it("without items make no call", async () => {
      const { queue, topic, bus, stream, table, calls, forget } = senders();
      forget();
      await queue.sendBatch([]);
      await topic.publishBatch([]);
      await bus.put([]);
      await stream.put([]);
      await table.putBatch([]);
      await table.deleteBatch([]);
      expect(await table.getBatch([])).toEqual([]);
      for (const kind of ["queue", "topic", "bus", "stream", "rows", "reads"] as const) expect(calls(kind)).toEqual([]);
    });

    it("keep the last of several rows with the same key", async () => {
      const { table, calls, forget } = senders();
      forget();
      await table.putBatch([
        { id: "a", n: 1 },
        { id: "b", n: 1 },
        { id: "a", n: 2 },
      ]);
      expect(await table.get({ id: "a" })).toEqual({ id: "a", n: 2 });
      expect(calls("rows")).toEqual([2, 1]);
    });

    it("report the index of an item that is too large, with both sizes", async () => {
      const { queue, topic, bus, calls, forget } = senders();
      forget();
      const data = "x".repeat(limits.tooLarge);
      const work = [
        () => queue.sendBatch([{ data: 1 }, { data }, { data: 2 }]),
        () => topic.publishBatch([{ data: 1 }, { data }, { data: 2 }]),
        () =>
          bus.put([
            { type: "x", data: 1 },
            { type: "x", data },
            { type: "x", data: 2 },
          ]),
      ];
      for (const one of work) {
        const { failed } = await errorOf(BatchError, one());
        expect(failed).toEqual([
          { index: 1, code: "TooLarge", message: expect.stringMatching(/^\d{5,7} bytes: at most \d{5,7}$/) },
        ]);
      }
      expect(calls("queue")).toEqual([2]);
    });

    it.each(["queue", "bus"] as const)("report the indexes of items that the cloud refused: %s", async (kind) => {
      const { queue, bus, refuse } = senders();
      // No word of hexadecimal digits: events have random ids.
      refuse(kind, "spoilt");
      const words = many(30, (n) => (n === 7 || n === 22 ? `spoilt ${n}` : `good ${n}`));
      const work =
        kind === "queue"
          ? queue.sendBatch(words.map((data) => ({ data })))
          : bus.put(words.map((data) => ({ type: "x", data })));
      const { failed } = await errorOf(BatchError, work);
      expect(failed.map(({ index, code }) => `${index} ${code}`)).toEqual(["7 Wrong", "22 Wrong"]);
    });
  });

  describe("options of messages", () => {
    it.each<[string, (of: Senders) => Promise<unknown>]>([
      ["group", ({ fifo }) => fifo.send(1)],
      ["messages[1].group", ({ fifo }) => fifo.sendBatch([{ data: 1, group: "a" }, { data: 2 }])],
      ["group", ({ fifo }) => fifo.send(1, { group: "" })],
      ["group", ({ fifo }) => fifo.send(1, { group: "with space" })],
      ["group", ({ fifo }) => fifo.send(1, { group: "x".repeat(129) })],
      ["deduplicationId", ({ fifo }) => fifo.send(1, { group: "a", deduplicationId: "é" })],
      ["delay", ({ fifo }) => fifo.send(1, { group: "a", delay: 1 })],
      ["group", ({ queue }) => queue.send(1, { group: "a" })],
      ["deduplicationId", ({ queue }) => queue.send(1, { deduplicationId: "a" })],
      ["delay", ({ queue }) => queue.send(1, { delay: 901 })],
      ["delay", ({ queue }) => queue.send(1, { delay: 1.5 })],
      ["attributes.a", ({ queue }) => queue.send(1, { attributes: { a: "" } })],
      ["attributes.a", ({ queue }) => queue.send(1, { attributes: { a: "\u0000" } })],
      ["attributes.a b", ({ queue }) => queue.send(1, { attributes: { "a b": "1" } })],
      ["attributes", ({ queue }) => queue.send(1, { attributes: Object.fromEntries(many(11, (n) => [`a${n}`, "1"])) })],
      ["max", ({ queue }) => queue.receive({ max: 11 })],
      ["wait", ({ queue }) => queue.receive({ wait: 21 })],
      ["subject", ({ topic }) => topic.publish(1, { subject: "a\nb" })],
      ["messages[0].attributes.é", ({ topic }) => topic.publishBatch([{ data: 1, attributes: { é: "1" } }])],
      [
        "records[1].key",
        ({ stream }) =>
          stream.put([
            { key: "a", data: 1 },
            { key: "", data: 1 },
          ]),
      ],
    ])("are refused at %s", async (path, call) => {
      expect((await errorOf(InvalidInputError, call(senders()))).path).toBe(path);
    });
  });
}
