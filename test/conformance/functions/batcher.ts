import {
  type BusClient,
  defineHandler,
  InvalidInputError,
  type QueueReceiver,
  type QueueSender,
  type StreamClient,
  type TableReader,
  type TableWriter,
  type TopicClient,
} from "polyfn/runtime";

interface Messaging {
  readonly bulkQueue: QueueSender & QueueReceiver;
  readonly orderQueue: QueueSender & QueueReceiver;
  readonly batchTopic: TopicClient;
}

interface Group {
  readonly groupQueue: QueueSender & QueueReceiver;
}

interface Records {
  readonly batchBus: BusClient;
  readonly batchStream: StreamClient;
  readonly batchRows: TableReader & TableWriter;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Takes messages until all have come. */
async function drain(queue: QueueReceiver, count: number): Promise<unknown[]> {
  const taken: unknown[] = [];
  while (taken.length < count) {
    for (const message of await queue.receive({ wait: 1 })) {
      taken.push(message.data);
      await message.done();
    }
  }
  return taken;
}

const pathOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "sent",
    (error: unknown) => (error instanceof InvalidInputError ? error.path : String(error)),
  );

/** Messages, in batches of more than one call takes. */
async function messages({ bulkQueue, orderQueue, batchTopic }: Messaging): Promise<object> {
  await bulkQueue.sendBatch(numbers(25).map((data) => ({ data })));
  const received = (await drain(bulkQueue, 25)).map(Number).sort((a, b) => a - b);
  const withoutGroup = await pathOf(orderQueue.sendBatch(numbers(12).map((data) => ({ data }))));
  await orderQueue.sendBatch(numbers(20).map((data) => ({ data, group: "g" })));
  const ordered = await drain(orderQueue, 20);
  await batchTopic.publishBatch(numbers(12).map((data) => ({ data })));
  return { received, withoutGroup, ordered };
}

/** Messages of one group, sent one by one: none of them counts as a repetition. */
async function inOrder({ groupQueue }: Group): Promise<object> {
  const withoutGroup = await pathOf(groupQueue.send("a"));
  for (const data of ["a", "b", "a", "a"]) await groupQueue.send(data, { group: "g" });
  return { withoutGroup, ordered: await drain(groupQueue, 4) };
}

/** Events, records and rows, more than one call takes. */
async function others({ batchBus, batchStream, batchRows }: Records): Promise<object> {
  await batchBus.put(numbers(25).map((data) => ({ type: "batched", data: { data } })));
  await batchStream.put(numbers(600).map((data) => ({ key: "k", data })));
  const ids = numbers(130).map((n) => ({ id: `row-${n}` }));
  await batchRows.putBatch([...ids.map((key, n) => ({ ...key, n })), { id: "row-0", n: -1 }]);
  const rows = await batchRows.getBatch([...ids, { id: "none" }]);
  await batchRows.deleteBatch(ids);
  const left = (await batchRows.getBatch(ids)).filter((row) => row !== undefined);
  return { rows: rows.map((row) => row?.n ?? null), left };
}

/** Does with the clients it has what needs several calls, and gives what came of it. */
export default defineHandler({
  async raw(_event, ctx) {
    const { resources } = ctx;
    if ("bulkQueue" in resources) return messages(resources as unknown as Messaging);
    if ("groupQueue" in resources) return inOrder(resources as unknown as Group);
    return others(resources as unknown as Records);
  },
});
