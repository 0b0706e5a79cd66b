import { describe, expect, it } from "vitest";
import { readMessage, reportIn } from "../../../../adapters/aws/operate/log-lines.ts";

const id = "8f5ff3a5-9b1d-4f0e-9f0a-2f7f1d8c0a11";
const time = "2026-11-30T18:43:52.123Z";

describe("messages of a function's log", () => {
  it.each([
    ["a line of console.error in Node.js", `${time}\t${id}\tERROR\tno money\n`, { text: "no money", level: "error" }],
    ["a line before the first call", `${time}\tundefined\tINFO\tloading\n`, { text: "loading", level: "info" }],
    ["a line with line breaks", `${time}\t${id}\tWARN\tone\ntwo\n`, { text: "one\ntwo", level: "warn" }],
    ["a line of Python's logging", `[WARNING]\t${time}\t${id}\tlow\n`, { text: "low", level: "warn" }],
    [
      "a timeout",
      `${time} ${id} Task timed out after 3.00 seconds\n\n`,
      {
        text: "Task timed out after 3.00 seconds",
        level: "error",
      },
    ],
    [
      "a crash",
      `RequestId: ${id} Error: Runtime exited with error: exit status 1\n`,
      {
        text: "Error: Runtime exited with error: exit status 1",
        level: "error",
      },
    ],
  ])("are read with text, level and call: %s", (_what, message, line) => {
    const calls = message.includes(id) ? { requestId: id } : {};
    expect(readMessage(message)).toEqual({ ...calls, line });
  });

  it.each([
    `START RequestId: ${id} Version: $LATEST\n`,
    `END RequestId: ${id}\n`,
    JSON.stringify({ time, type: "platform.start", record: { requestId: id, version: "$LATEST" } }),
  ])("name the call and have no line of the function: %s", (message) => {
    expect(readMessage(message)).toEqual({ requestId: id });
  });

  it.each([
    `REPORT RequestId: ${id}\tDuration: 1.50 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\t\n`,
    JSON.stringify({ time, type: "platform.report", record: { requestId: id, metrics: { durationMs: 1.5 } } }),
  ])("end a call: %s", (message) => {
    expect(readMessage(message)).toEqual({ requestId: id, ends: true });
  });

  it("have no line and no call where Lambda starts an instance", () => {
    expect(readMessage("INIT_START Runtime Version: nodejs:22.v1\tRuntime Version ARN: arn:aws:lambda\n")).toEqual({});
  });

  it("stay whole where they are JSON, with the call that a field names", () => {
    const text = JSON.stringify({ level: "info", message: "paid", requestId: id });
    expect(readMessage(`${text}\n`)).toEqual({ named: id, line: { text } });
    const other = JSON.stringify({ message: "paid", requestId: "order-7" });
    expect(readMessage(other)).toEqual({ line: { text: other } });
  });

  it("stay as they are where no runtime wrote a prefix", () => {
    expect(readMessage("{ not json\n")).toEqual({ line: { text: "{ not json" } });
    expect(readMessage("END of the story")).toEqual({ line: { text: "END of the story" } });
  });
});

describe("the report of a call", () => {
  it("is read in text", () => {
    const line = `REPORT RequestId: ${id}\tDuration: 102.25 ms\tBilled Duration: 103 ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\tInit Duration: 120.00 ms\t`;
    expect(reportIn(["hello", line])).toEqual({ durationMs: 102.25, billedMs: 103, memoryMb: 65 });
  });

  it("is read in JSON", () => {
    const metrics = { durationMs: 102.25, billedDurationMs: 103, memorySizeMB: 128, maxMemoryUsedMB: 65 };
    const line = JSON.stringify({ time, type: "platform.report", record: { requestId: id, metrics } });
    expect(reportIn([line])).toEqual({ durationMs: 102.25, billedMs: 103, memoryMb: 65 });
  });

  it("is empty where a log has none", () => {
    expect(reportIn(["hello"])).toEqual({});
  });
});
