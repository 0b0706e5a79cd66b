import { expect, test } from "vitest";
import { readEvent } from "../../infra/operate/events/json.ts";
import { polyfn } from "./polyfn.ts";

const STAMP = ["--id", "7f3c", "--time", "2026-01-31T08:00:00Z"];

test("events generate prints the event that a handler receives, the same for the same id and time", async () => {
  const { code, out, err } = await polyfn(".", "events", "generate", "queue", "--body", '{"id":"1"}', ...STAMP);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(out)).toEqual({
    messages: [
      {
        specversion: "1.0",
        id: "7f3c",
        source: "queue/queue",
        type: "polyfn.queue.message",
        time: "2026-01-31T08:00:00.000Z",
        data: { id: "1" },
        datacontenttype: "application/json",
        text: '{"id":"1"}',
        attributes: {},
        receives: 1,
      },
    ],
  });
  expect(readEvent("queue", out).messages[0]?.bytes).toEqual(new TextEncoder().encode('{"id":"1"}'));
});

test("events generate takes the row and the key's columns of a table", async () => {
  const { out } = await polyfn(
    ".",
    "events",
    "generate",
    "table",
    "--row",
    '{"day":"1","n":2}',
    "--key",
    "day",
    ...STAMP,
  );
  expect(JSON.parse(out).records[0]).toMatchObject({
    type: "polyfn.table.inserted",
    data: { key: { day: "1" }, after: { day: "1", n: 2 } },
  });
});

test("events generate --raw prints what the target's cloud sends", async () => {
  const raw = async (target: string) =>
    JSON.parse((await polyfn(".", "events", "generate", "bucket", "--key", "in/a b", "--raw", target)).out);
  expect((await raw("aws")).Records[0].s3.object.key).toBe("in/a+b");
  expect((await raw("localstack")).Records[0].s3.object.key).toBe("in/a+b");
  expect((await raw("aliyun")).events[0].oss.object.key).toBe("in/a b");
});

test.each([
  [["queues"], 'There is no kind of trigger "queues".'],
  [["queue", "--key", "k"], "A queue event has no --key."],
  [["queue", "--time", "noon"], 'time: "noon" is not a time.'],
  [["stream", "--raw", "aliyun"], "Aliyun Function Compute has no payload of a stream event to generate."],
  [["queue", "--raw", "azure"], 'There is no target "azure".'],
])("events generate %j is refused", async (args, message) => {
  const { code, out, err } = await polyfn(".", "events", "generate", ...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
});
