import { describe, expect, it } from "vitest";
import { costIn, joined, readMessage } from "../../../../adapters/aliyun/operate/log-lines.ts";

const ID = "1-64f6cd87-a1b2c3d4-5e6f7a8b9c0d";

describe("messages of a function's log", () => {
  it.each([
    [`2026-01-31T08:00:00.123Z ${ID} [INFO] hello`, { requestId: ID, line: { text: "hello", level: "info" } }],
    [
      `2026-01-31 08:00:00 ${ID} [WARNING] two\nlines\n`,
      { requestId: ID, line: { text: "two\nlines", level: "warn" } },
    ],
    [`2026-01-31T08:00:00.123Z ${ID} [verbose] x`, { requestId: ID, line: { text: "x", level: "debug" } }],
    ['{"level":"error","message":"boom"}', { line: { text: '{"level":"error","message":"boom"}' } }],
    ["plain\r\n", { line: { text: "plain" } }],
    [`FC Invoke Start RequestId: ${ID}`, { requestId: ID }],
    [`FC Invoke End RequestId: ${ID}`, { requestId: ID }],
    [`FC Initialize Start RequestId: ${ID}`, { requestId: ID }],
    ["FunctionCompute nodejs20 runtime inited.", {}],
    ["Duration: 16.81 ms, Billed Duration: 17 ms, Memory Size: 128 MB, Max Memory Used: 52.32 MB", {}],
  ])("are read without what the runtime writes: %j", (message, read) => {
    expect(readMessage(message)).toEqual(read);
  });

  it("are joined where a text has several lines, but not with JSON or another logger's line", () => {
    const lines = [
      `2026-01-31 08:00:00 ${ID} [ERROR] Error: no`,
      "    at a",
      "    at b",
      '{"message":"json"}',
      "plain",
    ];
    const more = [`2026-01-31 08:00:01 ${ID} [INFO] one`, `2026-01-31 08:00:01 ${ID} [INFO] two`];
    expect(joined([...lines, ...more].map(readMessage)).map(({ line }) => line)).toEqual([
      { text: "Error: no\n    at a\n    at b", level: "error" },
      { text: '{"message":"json"}' },
      { text: "plain" },
      { text: "one", level: "info" },
      { text: "two", level: "info" },
    ]);
    expect(joined(lines.map(readMessage), () => false)).toHaveLength(lines.length);
  });

  it("say at the end what the call cost", () => {
    const end = "\nDuration: 16.81 ms, Billed Duration: 17 ms, Memory Size: 128 MB, Max Memory Used: 52.32 MB\n";
    expect(costIn(`FC Invoke End RequestId: ${ID}\n${end}`)).toEqual({
      durationMs: 16.81,
      billedMs: 17,
      memoryMb: 52.32,
    });
    expect(costIn("Duration: 1.00 ms, Billed Duration: 1 ms, Memory Size: 128 MB")).toEqual({
      durationMs: 1,
      billedMs: 1,
    });
    expect(costIn("nothing")).toEqual({});
  });
});
