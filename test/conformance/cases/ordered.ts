import type { Feature } from "../../../model/features.ts";
import { until } from "../../../offline/drivers/demo.ts";
import { type ConformanceCase, expectSame, recording, release, type Stage, started } from "../case.ts";
import { told } from "./ordered-told.ts";

type Kind = "stream" | "table";

/** The writes to a stream and to a table, so that their common promises are tested once. */
const sources = {
  stream: {
    resource: { kind: "stream", shards: 1 },
    trigger: (source: string, more: object) => ({ kind: "stream", stream: source, startAt: "oldest", ...more }),
    put: ({ cloud, resource }: Stage, source: string, data: object) =>
      cloud.putRecord(resource(source), "key", JSON.stringify(data)),
  },
  table: {
    resource: { kind: "table", key: { partition: { name: "row" } }, changes: true },
    trigger: (source: string, more: object) => ({ kind: "table", table: source, ...more }),
    put: ({ cloud, resource }: Stage, source: string, data: object) =>
      cloud.putRow(resource(source), { row: "key", ...data }),
  },
} as const;

/** The same on both profiles of a server. */
const onMinistack = (what: string) => ({
  ministack: what,
  "ministack-full": what,
  localstack: "It has no streams and no tables without containers.",
});

const POLLERS = onMinistack(
  "Its pollers of streams take a batch for done when the function says which records failed, and call with the same batch for ever when it throws.",
);
const UNGATHERED = onMinistack("Its poller of streams calls with whatever is there.");

const numberOf = (data: unknown): unknown => (data as { n?: unknown } | null)?.n;

interface Ordered {
  readonly name: string;
  readonly title: (kind: Kind) => string;
  readonly features: readonly string[];
  readonly trigger?: object;
  readonly beyond?: ConformanceCase["beyond"];
  readonly only?: readonly Kind[];
  /** A queue is told of what is given up. */
  readonly told?: true;
  readonly alone?: true;
  begin?(put: (data: object) => Promise<void>): Promise<void>;
  /** A second function, `${by}Beside`, has the same trigger, switched on. */
  readonly beside?: true;
  /** `put` writes a record, `by` is the function that is told of it. */
  run(stage: Stage, put: (data: object) => Promise<void>, by: string): Promise<void>;
}

const word = (kind: Kind): string => (kind === "stream" ? "record" : "change");

/** Numbers of what was done, in order. */
const done = async ({ records }: Stage, by: string): Promise<unknown[]> =>
  (await records(by)).filter((r) => r.did === "done").map((r) => numberOf(r.data));

const STEP = 20_000;

const CASES: readonly Ordered[] = [
  {
    name: "Bumpy",
    title: (kind) => `delivers from the first failed ${word(kind)} on again, in order, without the ones before it`,
    features: ["partialFailures"],
    trigger: { retries: 5 },
    beyond: POLLERS,
    async run(stage, put, by) {
      await put({ n: 1 });
      await put({ n: 2, do: "failOnce", id: stage.run });
      await put({ n: 3 });
      await stage.recorded(by, "the last one", (r) => numberOf(r.data) === 3);
      expectSame(await done(stage, by), [1, 2, 3], "what was done, in order");
    },
  },
  {
    name: "Filtered",
    title: (kind) => `skips ${word(kind)}s whose content does not match`,
    features: ["filter"],
    async run(stage, put, by) {
      await put({ n: 1, color: "blue" });
      await put({ n: 2, color: "red" });
      await stage.recorded(by, "the match", (r) => numberOf(r.data) === 2);
      expectSame(await done(stage, by), [2], "what passed the filter");
    },
  },
  {
    name: "Poisoned",
    title: (kind) => `gives up a ${word(kind)} that keeps failing, goes on, and tells the failure destination`,
    features: ["retries", "onFailure"],
    trigger: { batchSize: 1, retries: 1 },
    told: true,
    beyond: POLLERS,
    async run(stage, put, by) {
      await put({ n: 1, do: "fail" });
      await put({ n: 2 });
      await stage.recorded(by, "the one after it", (r) => numberOf(r.data) === 2);
      await toldOf(stage, by);
      const tries = (await stage.records(by)).filter((r) => numberOf(r.data) === 1).length;
      expectSame(tries, 2, "tries of the failing one");
    },
  },
  {
    name: "Halved",
    title: (kind) => `halves a failing batch until the bad ${word(kind)} is alone`,
    features: ["bisect"],
    trigger: { bisect: true, retries: 0, partialFailures: false },
    told: true,
    beyond: POLLERS,
    async run(stage, put, by) {
      await together(stage, put, by, async () => {
        for (const n of [1, 2, 3, 4]) await put(n === 3 ? { n, do: "fail" } : { n });
      });
      const bad = await stage.recorded(by, "the bad one", (r) => numberOf(r.data) === 3);
      if (bad.together < 2) throw new Error("the bad one came alone at once");
      await stage.recorded(by, "the last one", (r) => numberOf(r.data) === 4 && r.did === "done");
      await toldOf(stage, by);
      expectSame([...new Set(await done(stage, by))], [0, 1, 2, 4], "what was done, in order");
    },
  },
  {
    name: "Aged",
    title: (kind) => `gives up a ${word(kind)} that fails until it is too old`,
    features: ["maxAge"],
    trigger: { maxAge: "1m" },
    told: true,
    beyond: POLLERS,
    alone: true,
    begin: (put) => put({ n: 1, do: "fail" }),
    async run(stage, put, by) {
      await stage.recorded(by, "a failure", (r) => numberOf(r.data) === 1);
      await new Promise((resolve) => setTimeout(resolve, stage.began + 61_000 - Date.now()));
      // By now the waits between its tries are long. A step must leave a try the time it takes.
      await until("the failure", async () => {
        await stage.cloud.pass?.(STEP);
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return (await stage.cloud.takeMessages(stage.resource(`${by}Told`)))[0];
      });
      await put({ n: 2 });
      await stage.recorded(by, "the next one", (r) => numberOf(r.data) === 2);
    },
  },
  {
    name: "Off",
    title: (kind) => `leaves ${word(kind)}s of a trigger that is switched off alone`,
    features: ["enabled"],
    trigger: { enabled: false },
    beside: true,
    async run(stage, put, by) {
      await put({ n: 1 });
      await stage.recorded(`${by}Beside`, "the one written", (r) => numberOf(r.data) === 1);
      expectSame(await stage.records(by), [], "what arrived");
    },
  },
  {
    name: "Since",
    title: () => "begins with the records of a given time",
    features: ["startAt.time"],
    trigger: { startAt: "2026-01-01T00:00:00Z" },
    only: ["stream"],
    async run(stage, put, by) {
      await put({ n: 1 });
      await stage.recorded(by, "the record", (r) => numberOf(r.data) === 1);
    },
  },
  {
    name: "Gathered",
    title: () => "gathers records into one call",
    features: ["window"],
    trigger: { window: "3s" },
    only: ["stream"],
    beyond: UNGATHERED,
    async run(stage, put, by) {
      await together(stage, put, by, async () => {
        for (const n of [1, 2, 3]) await put({ n });
      });
      const last = await stage.recorded(by, "the last record", (r) => numberOf(r.data) === 3);
      if (last.together < 2) throw new Error("each came in a call of its own");
    },
  },
];

/** Keeps the function at work on one record while more are written, so that it finds all of them together. */
async function together(
  stage: Stage,
  put: (data: object) => Promise<void>,
  by: string,
  write: () => Promise<void>,
): Promise<void> {
  const id = `${by}-${stage.run}`;
  await put({ n: 0, do: "wait", id });
  await started(stage, id);
  await write();
  await release(stage, id);
}

async function toldOf({ cloud, resource }: Stage, by: string): Promise<void> {
  await until("the failure", async () => (await cloud.takeMessages(resource(`${by}Told`)))[0]);
}

const ordered = (kind: Kind, one: Ordered): ConformanceCase => {
  const by = `on${one.name}${kind === "stream" ? "Record" : "Change"}`;
  const { resource, trigger, put } = sources[kind];
  const filter = kind === "stream" ? { color: ["red"] } : { after: { color: ["red"] } };
  const fields = {
    ...one.trigger,
    ...(one.features.includes("filter") && { filter }),
    ...(one.told && { onFailure: `${by}Told` }),
  };
  return {
    title: one.title(kind),
    proves: one.features.map((feature) => `${kind}.${feature}` as Feature),
    ...(one.beyond && { beyond: one.beyond }),
    ...(one.alone && { alone: one.alone }),
    parts: {
      resources: {
        [`${by}Source`]: resource,
        ...(one.told && { [`${by}Told`]: { kind: "queue" } as const }),
      },
      functions: {
        [by]: recording({ source: trigger(`${by}Source`, fields) as never }, { timeout: "1m" }),
        ...(one.beside && {
          [`${by}Beside`]: recording({ source: trigger(`${by}Source`, { consumer: `${by}Beside` }) as never }),
        }),
      },
    },
    begin: (stage) => one.begin?.((data) => put(stage, `${by}Source`, data)) ?? Promise.resolve(),
    run: (stage) => one.run(stage, (data) => put(stage, `${by}Source`, data), by),
  };
};

const inOrder: ConformanceCase = {
  title: "hands on the records of a stream, those of a key in their order",
  proves: ["stream", "resource.stream"],
  parts: {
    resources: { clicks: { kind: "stream", shards: 1 } },
    functions: { onClick: recording({ record: { kind: "stream", stream: "clicks", startAt: "oldest" } }) },
  },
  async run({ cloud, resource, recorded, records, run }) {
    for (const n of [1, 2, 3, 4]) await cloud.putRecord(resource("clicks"), `key-${run}`, JSON.stringify({ n }));
    const { more } = await recorded("onClick", "the last record", (r) => numberOf(r.data) === 4);
    expectSame(more.key, `key-${run}`, "the key");
    expectSame(
      (await records("onClick")).map((r) => numberOf(r.data)),
      [1, 2, 3, 4],
      "the order",
    );
  },
};

export const orderedCases = [
  inOrder,
  ...(["stream", "table"] as const).flatMap((kind) =>
    CASES.filter(({ only = [kind] }) => only.includes(kind)).map((one) => ordered(kind, one)),
  ),
  told,
];
