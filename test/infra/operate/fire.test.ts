import { describe, expect, it } from "vitest";
import type { Operator } from "../../../adapters/operate.ts";
import type { AppInput } from "../../../model/app.ts";
import type { TriggerInput } from "../../../model/triggers/index.ts";
import { appWith, fire, replay } from "./firing.ts";

describe("a bucket trigger", () => {
  const uploads = { uploads: { kind: "bucket" } } as const;
  const created = appWith({ kind: "bucket", bucket: "uploads", prefix: "in/", suffix: ".png" }, uploads);
  const removed = appWith({ kind: "bucket", bucket: "uploads", events: ["removed"] }, uploads);

  it("is fired by an object with a key that matches", async () => {
    const { calls } = await fire(created, { body: "png", contentType: "image/png" });
    expect(calls).toEqual([
      ["putObject", "shop-dev-uploads", expect.stringMatching(/^in\/polyfn-\w+\.png$/), "png", "image/png"],
    ]);
  });

  it("is fired by the deletion of an object, which is put first", async () => {
    const { calls } = await fire(removed);
    expect(calls.map(([method]) => method)).toEqual(["putObject", "deleteObject"]);
    expect(calls[0]?.[2]).toBe(calls[1]?.[2]);
    expect((await fire(removed, { key: "old.png" })).calls).toEqual([["deleteObject", "shop-dev-uploads", "old.png"]]);
  });

  it("refuses keys and changes that it does not receive", async () => {
    await expect(fire(created, { key: "out/a.png" })).rejects.toThrow('The key "out/a.png" does not match');
    await expect(fire(created, { key: "in/a.jpg" })).rejects.toThrow('suffix ".png", so the trigger would not fire.');
    await expect(fire(created, { remove: true })).rejects.toThrow("receives created objects only");
    await expect(fire(removed, { remove: false })).rejects.toThrow("receives removed objects only");
  });

  it("is fired once more by what caused an event", async () => {
    const event = JSON.stringify({ type: "polyfn.bucket.created", data: { bucket: "b", key: "in/a.png" } });
    expect(await replay(created, event)).toEqual([["putObject", "shop-dev-uploads", "in/a.png", "", undefined]]);
  });
});

describe("a queue trigger", () => {
  const jobs = { jobs: { kind: "queue" } } as const;
  const filtered = appWith(
    { kind: "queue", queue: "jobs", filter: { size: [{ numeric: [">", 5] }], a: ["x", "y"] } },
    jobs,
  );

  it("is fired by a message that its filter matches", async () => {
    const { calls, fired } = await fire(filtered);
    expect(JSON.parse(String(calls[0]?.[2]))).toEqual({ size: 6, a: "x" });
    expect(fired.sent).toBe("message of 18 bytes to queue jobs");
    expect((await fire(filtered, { body: '{"size":7,"a":"y"}' })).calls[0]?.[2]).toBe('{"size":7,"a":"y"}');
  });

  it("refuses a message that its filter drops", async () => {
    await expect(fire(filtered, { body: '{"size":5,"a":"x"}' })).rejects.toThrow("does not match the trigger's filter");
    await expect(fire(filtered, { body: "text" })).rejects.toThrow("so the trigger would not fire");
  });

  it("sends to a FIFO queue with a group, and an identifier where bodies are not compared", async () => {
    const fifo = (deduplicate: boolean) =>
      appWith({ kind: "queue", queue: "jobs" }, { jobs: { kind: "queue", fifo: true, deduplicate } });
    expect((await fire(fifo(false))).calls[0]?.[3]).toEqual({ group: "polyfn", deduplicationId: expect.any(String) });
    expect((await fire(fifo(true), { group: "g" })).calls[0]?.[3]).toEqual({ group: "g" });
  });

  it("is fired once more by all messages of an event", async () => {
    const calls = await replay(
      appWith({ kind: "queue", queue: "jobs" }, jobs),
      '{"messages":[{"text":"1"},{"text":"2"}]}',
    );
    expect(calls.map(([, , body]) => body)).toEqual(["1", "2"]);
  });
});

describe("a topic trigger", () => {
  const alerts = { alerts: { kind: "topic" } } as const;
  const on = (filterOn: "attributes" | "body") =>
    appWith({ kind: "topic", topic: "alerts", filter: { severity: ["high"] }, filterOn }, alerts);

  it("is fired by attributes or a body that its filter matches", async () => {
    expect((await fire(on("attributes"))).calls).toEqual([["publish", "shop-dev-alerts", "{}", { severity: "high" }]]);
    expect((await fire(on("body"))).calls).toEqual([["publish", "shop-dev-alerts", '{"severity":"high"}', {}]]);
  });

  it("refuses what its filter drops", async () => {
    await expect(fire(on("attributes"), { attributes: { severity: "low" } })).rejects.toThrow(
      '{"severity":"low"} do not match',
    );
    await expect(fire(on("body"), { body: "{}" })).rejects.toThrow("The body {} does not match");
  });
});

describe("a stream trigger", () => {
  it("is fired by a record", async () => {
    const spec = appWith(
      { kind: "stream", stream: "clicks", filter: { page: [{ prefix: "/a" }] } },
      { clicks: { kind: "stream" } },
    );
    expect((await fire(spec, { key: "k" })).calls).toEqual([["putRecord", "shop-dev-clicks", "k", '{"page":"/a"}']]);
    await expect(fire(spec, { body: '{"page":"/b"}' })).rejects.toThrow("does not match");
  });
});

describe("a table trigger", () => {
  const orders = (filter?: TriggerInput<"table">["filter"]) =>
    appWith(
      { kind: "table", table: "orders", ...(filter && { filter }) },
      {
        orders: {
          kind: "table",
          changes: true,
          key: { partition: { name: "id" }, sort: { name: "at", type: "number" } },
        },
      },
    );

  it("is fired by a row with a key of the table's types", async () => {
    const { calls } = await fire(orders({ after: { state: ["paid"] } }));
    expect(calls).toEqual([
      ["putRow", "shop-dev-orders", { id: expect.any(String), at: expect.any(Number), state: "paid" }],
    ]);
  });

  it("is fired by the deletion of a row, which is put first", async () => {
    const { calls } = await fire(orders(), { body: '{"id":"1","at":2,"total":3}', remove: true });
    expect(calls).toEqual([
      ["putRow", "shop-dev-orders", { id: "1", at: 2, total: 3 }],
      ["deleteRow", "shop-dev-orders", { id: "1", at: 2 }],
    ]);
  });

  it("refuses what is no row of the table, and what its filter drops", async () => {
    await expect(fire(orders(), { body: "[]" })).rejects.toThrow("A row is a JSON object, not [].");
    const put = 'The row cannot be stored: put of table "orders": row';
    await expect(fire(orders(), { body: '{"id":"1"}' })).rejects.toThrow(`${put}.at is missing: it must be`);
    await expect(fire(orders(), { body: '{"id":null,"at":2}' })).rejects.toThrow(`${put}.id is null: it must be`);
    const paid = orders({ after: { state: ["paid"] } });
    await expect(fire(paid, { body: '{"id":"1","at":2}' })).rejects.toThrow("does not match the trigger's filter");
  });
});

describe("a bus trigger", () => {
  const spec = appWith(
    {
      kind: "bus",
      bus: "events",
      pattern: { source: ["shop"], type: ["paid"], data: { total: [{ numeric: [">=", 10] }] } },
    },
    { events: { kind: "bus" } },
  );

  it("is fired by an event that its pattern matches", async () => {
    const { calls } = await fire(spec);
    expect(calls).toEqual([["putEvent", "shop-dev-events", { source: "shop", type: "paid", data: { total: 10 } }]]);
  });

  it("refuses an event that its pattern does not match, and data that is no object", async () => {
    await expect(fire(spec, { type: "sent" })).rejects.toThrow("does not match the trigger's pattern");
    await expect(fire(spec, { body: '{"total":9}' })).rejects.toThrow("does not match the trigger's pattern");
    await expect(fire(spec, { body: "9" })).rejects.toThrow("The data of an event is a JSON object, not 9.");
  });
});

describe("a schedule trigger", () => {
  it("is fired with its stored input", async () => {
    const time = new Date("2026-01-31T08:00:00Z");
    const { calls, fired } = await fire(appWith({ kind: "schedule", rate: "1h" }), { time });
    expect(calls).toEqual([["fireSchedule", "shop-dev-fn", "it", time]]);
    expect(fired.sent).toContain("due 2026-01-31T08:00:00.000Z");
  });

  it("is refused while it is switched off", async () => {
    const off = fire(appWith({ kind: "schedule", rate: "1h", enabled: false }));
    await expect(off).rejects.toThrow('The trigger "it" of "fn" is switched off (enabled: false).');
  });
});

describe("a log trigger", () => {
  const spec: Omit<AppInput, "name"> = {
    functions: {
      other: { handler: "other.ts" },
      fn: { handler: "fn.ts", triggers: { it: { kind: "log", function: "other", pattern: "ERROR timeout" } } },
    },
  };

  it("is fired by a line in the log that it follows", async () => {
    expect((await fire(spec)).calls).toEqual([["writeLog", "shop-dev-other", "ERROR timeout"]]);
    expect((await fire(spec, { body: "a timeout: ERROR" })).calls[0]?.[2]).toBe("a timeout: ERROR");
  });

  it("refuses lines that do not match, and clouds that take none", async () => {
    await expect(fire(spec, { body: "ERROR" })).rejects.toThrow('The line "ERROR" does not contain "timeout"');
    const none = { writeLog: undefined } as unknown as Partial<Operator>;
    await expect(fire(spec, {}, none)).rejects.toThrow("takes lines of a function's log from the function alone");
  });
});

describe("any trigger", () => {
  it("refuses input that its kind does not take, and says what it takes", async () => {
    const spec = appWith({ kind: "queue", queue: "jobs" }, { jobs: { kind: "queue" } });
    await expect(fire(spec, { key: "a" })).rejects.toMatchObject({
      message: 'The queue trigger "it" takes no --key.',
      remedy: "It takes --body or --file, --group.",
    });
  });

  it("refuses an event of another kind", async () => {
    const spec = appWith({ kind: "queue", queue: "jobs" }, { jobs: { kind: "queue" } });
    await expect(replay(spec, '{"data":{}}')).rejects.toThrow("This is no queue event");
  });
});
