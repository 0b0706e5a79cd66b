import { type ConformanceCase, expectSame, recording } from "../case.ts";

const stream = { kind: "stream", shards: 1 } as const;
const table = { kind: "table", key: { partition: { name: "row" } }, changes: true } as const;

const FIELDS = {
  window: "5s",
  parallelism: 2,
  bisect: true,
  maxAge: "1h",
  retries: 3,
  onFailure: "toldOfAll",
} as const;

export const told: ConformanceCase = {
  title: "tells a cloud that keeps such rules itself how it is to call",
  told: true,
  proves: [
    "queue.maxConcurrency",
    ...(["stream", "table"] as const).flatMap((kind) =>
      (
        ["window", "parallelism", "bisect", "maxAge", "retries", "onFailure", "partialFailures", "enabled"] as const
      ).map((feature) => `${kind}.${feature}` as const),
    ),
  ],
  only: ["aws", "localstack"],
  parts: {
    resources: {
      toldStream: stream,
      toldTable: table,
      toldQueue: { kind: "queue" },
      toldOfAll: { kind: "queue" },
    },
    functions: {
      onToldRecord: recording({
        source: { kind: "stream", stream: "toldStream", enabled: false, ...FIELDS },
      }),
      onToldChange: recording({ source: { kind: "table", table: "toldTable", enabled: false, ...FIELDS } }),
      onToldMessage: recording({ source: { kind: "queue", queue: "toldQueue", maxConcurrency: 5 } }),
    },
  },
  async run({ cloud, resource, function: fn }) {
    const rules = {
      ...{ windowSeconds: 5, parallelism: 2, bisect: true, maxAgeSeconds: 3600, retries: 3 },
      ...{ onFailure: resource("toldOfAll").id, partialFailures: true, enabled: false },
    };
    for (const by of ["onToldRecord", "onToldChange"]) {
      const [found] = await cloud.sources(fn(by));
      const known = Object.fromEntries(Object.keys(rules).map((name) => [name, found?.[name as keyof typeof found]]));
      expectSame(known, rules, `what it was told of ${by}`);
    }
    const [queue] = await cloud.sources(fn("onToldMessage"));
    expectSame(queue?.maxConcurrency, 5, "the number of instances at once");
  },
};
