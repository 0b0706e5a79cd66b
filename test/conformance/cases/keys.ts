import type { Place } from "../../../offline/drivers/cloud.ts";
import { until } from "../../../offline/drivers/demo.ts";
import { type ConformanceCase, expectSame, MASTER, recording, type Stage } from "../case.ts";

const PARTITION = { partition: { name: "id" } } as const;

const wordOf = (data: unknown): unknown => (data as { word?: unknown } | null)?.word;

/** The key's id, which every service gives in its own form. */
const idOf = ({ id }: Place): string | undefined => id.split("/").at(-1);

/** Throws unless the cloud says that all of these are encrypted with this key. */
async function expectKey({ cloud, resource }: Stage, key: string, names: readonly string[]): Promise<void> {
  for (const name of names)
    expectSame(await cloud.encryptionKey(resource(name)), idOf(resource(key)), `the key of ${name}`);
}

const used: ConformanceCase = {
  title: "lets a function read what it wrote under the app's own key",
  proves: ["resource.key", "resource.bucket.key", "resource.queue.key", "resource.secret.key"],
  parts: {
    resources: {
      sealedfiles: { kind: "bucket", key: MASTER },
      sealedMail: { kind: "queue", key: MASTER },
      sealedWord: { kind: "secret", value: { config: "password" }, key: MASTER },
    },
    functions: {
      sealer: {
        handler: "functions/sealer.ts",
        permissions: { sealedfiles: ["read", "write"], sealedMail: ["send", "receive"], sealedWord: ["read"] },
      },
    },
  },
  async run(stage) {
    const { cloud, function: fn, run } = stage;
    await expectKey(stage, MASTER, ["sealedfiles", "sealedMail", "sealedWord"]);
    const { answer } = await cloud.invoke(fn("sealer"), { run });
    const expected = { file: "sealed", mail: [{ word: run }], length: "not a secret".length };
    expectSame(answer, expected, "what it read");
  },
};

const NO_KEYS = "It asks for no permission on keys.";

const refused: ConformanceCase = {
  title: "refuses a function an object whose key it has nothing to do with",
  proves: ["resource.key", "resource.bucket.key"],
  beyond: { ministack: NO_KEYS, "ministack-full": NO_KEYS, localstack: NO_KEYS },
  parts: ({ key }) => ({
    resources: {
      keptKey: { kind: "key", existing: key },
      tightfiles: { kind: "bucket", key: "keptKey" },
      loosefiles: { kind: "bucket" },
    },
    functions: {
      holder: { handler: "functions/opener.ts", permissions: { tightfiles: ["read"] } },
      stranger: { handler: "functions/opener.ts", permissions: { loosefiles: ["read"] } },
    },
  }),
  async run({ cloud, function: fn, resource, run, given }) {
    for (const name of ["tightfiles", "loosefiles"]) await cloud.putSealed(resource(name), run, "sealed", given.key);
    expectSame((await cloud.invoke(fn("holder"), { key: run })).answer, { read: ["sealed"] }, "what its holder reads");
    const { answer } = await cloud.invoke(fn("stranger"), { key: run });
    const { read } = answer as { read: string[] };
    if (!/^refused: .*(Access ?Denied|Forbidden|403)/.test(read[0] ?? "")) throw new Error(`a stranger read ${read}`);
  },
};

const triggers: ConformanceCase = {
  title: "feeds triggers from a queue, a stream and a table that are encrypted with a key",
  proves: ["resource.key", "resource.queue.key", "resource.stream.key", "resource.table.encryptionKey"],
  parts: ({ key }) => ({
    resources: {
      sharedKey: { kind: "key", existing: key },
      sealedJobs: { kind: "queue", key: MASTER },
      sealedLog: { kind: "stream", shards: 1, key: "sharedKey" },
      sealedRows: { kind: "table", key: PARTITION, changes: true, encryptionKey: "sharedKey" },
    },
    functions: {
      feeder: {
        handler: "functions/feeder.ts",
        permissions: { sealedJobs: ["send"], sealedLog: ["put"], sealedRows: ["read", "write"] },
      },
      onSealedJob: recording({ message: { kind: "queue", queue: "sealedJobs" } }),
      onSealedRecord: recording({ record: { kind: "stream", stream: "sealedLog" } }),
      onSealedRow: recording({ change: { kind: "table", table: "sealedRows" } }),
    },
  }),
  async run(stage) {
    const { cloud, function: fn, recorded, run } = stage;
    await expectKey(stage, MASTER, ["sealedJobs"]);
    await expectKey(stage, "sharedKey", ["sealedLog", "sealedRows"]);
    const { answer } = await cloud.invoke(fn("feeder"), { run });
    expectSame(answer, { row: { id: run, word: run } }, "the row that it read");
    for (const by of ["onSealedJob", "onSealedRecord", "onSealedRow"])
      await recorded(by, run, ({ data }) => wordOf(data) === run);
  },
};

const topic: ConformanceCase = {
  title: "hands what is published to a topic to a function and a queue, all encrypted with a key",
  proves: ["resource.topic.key", "resource.topic.queues", "resource.queue.key"],
  parts: {
    resources: {
      sealedNews: { kind: "topic", key: MASTER, queues: { sealedCopies: {} } },
      sealedCopies: { kind: "queue", key: MASTER },
    },
    functions: {
      herald: { handler: "functions/herald.ts", permissions: { sealedNews: ["publish"] } },
      onSealedNews: recording({ message: { kind: "topic", topic: "sealedNews" } }),
      onSealedCopy: recording({ message: { kind: "queue", queue: "sealedCopies" } }),
    },
  },
  async run(stage) {
    const { cloud, function: fn, recorded, run } = stage;
    await expectKey(stage, MASTER, ["sealedNews", "sealedCopies"]);
    await cloud.invoke(fn("herald"), { word: run });
    for (const by of ["onSealedNews", "onSealedCopy"]) await recorded(by, run, ({ data }) => wordOf(data) === run);
  },
};

const failures: ConformanceCase = {
  title: "hands calls that failed to a queue that is encrypted with a key",
  proves: ["function.async.onFailure", "resource.queue.key"],
  parts: {
    resources: { sealedFailures: { kind: "queue", key: MASTER } },
    functions: { failing: recording({}, { async: { retries: 0, onFailure: "sealedFailures" } }) },
  },
  async run(stage) {
    const { cloud, function: fn, resource, run } = stage;
    await expectKey(stage, MASTER, ["sealedFailures"]);
    await cloud.invokeAsync(fn("failing"), { id: run, do: "fail" });
    const [message = ""] = await until("the record of the failure", async () => {
      const messages = await cloud.takeMessages(resource("sealedFailures"));
      return messages.length > 0 ? messages : undefined;
    });
    if (!message.includes(run)) throw new Error(`the record is ${message}`);
  },
};

const rotation: ConformanceCase = {
  title: "asks for new material of a key as often as it says",
  told: true,
  proves: ["resource.key.rotation"],
  parts: { resources: { rotated: { kind: "queue", key: MASTER } } },
  async run({ cloud, resource }) {
    expectSame(await cloud.keyRotation(resource(MASTER)), 365 * 86_400, "the seconds between");
  },
};

const told: ConformanceCase = {
  title: "tells each service with which key it encrypts, and none where the spec says none",
  told: true,
  proves: [
    "resource.bucket.key",
    "resource.queue.key",
    "resource.secret.key",
    "resource.stream.key",
    "resource.table.encryptionKey",
  ],
  parts: ({ key }) => ({
    resources: {
      givenKey: { kind: "key", existing: key },
      lockedfiles: { kind: "bucket", key: "givenKey" },
      lockedQueue: { kind: "queue", key: "givenKey" },
      lockedSecret: { kind: "secret", value: { config: "password" }, key: "givenKey" },
      lockedStream: { kind: "stream", shards: 1, key: "givenKey" },
      lockedTable: { kind: "table", key: PARTITION, changes: true, encryptionKey: "givenKey" },
      openQueue: { kind: "queue" },
      openTable: { kind: "table", key: PARTITION },
    },
  }),
  async run(stage) {
    const { cloud, resource } = stage;
    const locked = ["lockedfiles", "lockedQueue", "lockedSecret", "lockedStream", "lockedTable"];
    await expectKey(stage, "givenKey", locked);
    for (const name of ["openQueue", "openTable"])
      expectSame((await cloud.encryptionKey(resource(name))) ?? "none", "none", `the key of ${name}`);
  },
};

export const keyCases = [used, refused, triggers, topic, failures, rotation, told];
