/** The number of functions with a queue each: six native resources per function, 2,000 in all. */
export const FUNCTIONS = Number(process.env.POLYFN_BENCH_FUNCTIONS ?? 333);

const names = Array.from({ length: FUNCTIONS }, (_, index) => index);

/** The bench's app: what the hand-written program says in its own words. */
export const spec = {
  name: "bench",
  resources: Object.fromEntries(
    names.map((index) => [`jobs${index}`, { kind: "queue" as const, visibilityTimeout: "3m" as const }]),
  ),
  functions: Object.fromEntries(
    names.map((index) => [
      `worker${index}`,
      {
        handler: "handler.ts",
        triggers: { onJob: { kind: "queue" as const, queue: `jobs${index}`, batchSize: 10 } },
      },
    ]),
  ),
};
