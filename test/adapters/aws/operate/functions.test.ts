import { describe, expect, it } from "vitest";
import { functions } from "../../../../adapters/aws/operate/functions.ts";
import { fakeClients } from "./fake-clients.ts";

const id = "8f5ff3a5-9b1d-4f0e-9f0a-2f7f1d8c0a11";
const fn = { name: "app-pay", id: "arn:aws:lambda:us-east-1:123456789012:function:app-pay" };
const tail = [
  `START RequestId: ${id} Version: $LATEST`,
  `2026-11-30T18:43:52.123Z\t${id}\tINFO\tpaid`,
  `END RequestId: ${id}`,
  `REPORT RequestId: ${id}\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\t`,
].join("\n");

function answering(answer: object) {
  const asked: Record<string, unknown>[] = [];
  const invoke = (input: Record<string, unknown>) => {
    asked.push(input);
    return { $metadata: { requestId: "of the response" }, ...answer };
  };
  return { ...functions(fakeClients({ lambda: { invoke } })), asked };
}

describe("a call of a function on AWS", () => {
  it("returns answer, log, durations and memory", async () => {
    const { invoke, asked } = answering({
      Payload: Buffer.from('"ok"'),
      LogResult: Buffer.from(tail).toString("base64"),
    });
    expect(await invoke(fn, { mode: "sync", payload: '{"order":1}', qualifier: "live" })).toEqual({
      payload: '"ok"',
      requestId: id,
      logs: [{ text: "paid", level: "info" }],
      durationMs: 12.5,
      billedMs: 13,
      memoryMb: 65,
    });
    const { Payload, ...rest } = asked[0] ?? {};
    expect(String(Payload)).toBe('{"order":1}');
    expect(rest).toEqual({
      FunctionName: "app-pay",
      InvocationType: "RequestResponse",
      Qualifier: "live",
      LogType: "Tail",
    });
  });

  it("keeps a message of several lines together", async () => {
    const lines = `2026-01-31T08:00:00.123Z\t${id}\tERROR\tError: no\r    at a\r    at b\nplain\r\n`;
    const { invoke } = answering({ LogResult: Buffer.from(lines).toString("base64") });
    expect((await invoke(fn, { mode: "sync" })).logs).toEqual([
      { text: "Error: no\r    at a\r    at b", level: "error" },
      { text: "plain" },
    ]);
  });

  it("is refused before it is sent when the payload is too large", async () => {
    const { invoke, asked } = answering({});
    const payload = JSON.stringify("x".repeat(1024 * 1024));
    const message = "The payload has 1048578 bytes; Lambda takes at most 1048576 with an asynchronous call.";
    await expect(invoke(fn, { mode: "async", payload })).rejects.toThrow(message);
    expect(asked).toEqual([]);
    await expect(invoke(fn, { mode: "sync", payload })).resolves.toMatchObject({ logs: [] });
  });

  it.each([
    ["the error's own name", '{"errorType":"PaymentError","errorMessage":"no money"}', "PaymentError"],
    ["what Lambda says where there is no name", '{"errorMessage":"Task timed out after 3.00 seconds"}', "Unhandled"],
    ["what Lambda says where the answer is no JSON", "broken", "Unhandled"],
  ])("names the error of a failed call: %s", async (_what, payload, error) => {
    const { invoke } = answering({ Payload: Buffer.from(payload), FunctionError: "Unhandled" });
    expect(await invoke(fn, { mode: "sync" })).toMatchObject({ error, payload });
  });

  it.each([
    ["async", "Event"],
    ["dry-run", "DryRun"],
  ] as const)("has no answer and asks for no log when it is %s", async (mode, InvocationType) => {
    const { invoke, asked } = answering({});
    expect(await invoke(fn, { mode })).toEqual({ requestId: "of the response", logs: [] });
    expect(asked[0]).toMatchObject({ InvocationType });
    expect(asked[0]).not.toHaveProperty("LogType");
  });
});

describe("new code of a function on AWS", () => {
  function updating(states: readonly object[]) {
    const calls: string[] = [];
    const next = (name: string) => () => {
      calls.push(name);
      return states[calls.length - 1];
    };
    const lambda = {
      updateFunctionCode: next("updateFunctionCode"),
      getFunctionConfiguration: next("getFunctionConfiguration"),
      publishVersion: () => ({ Version: "7" }),
      updateAlias: (input: object) => calls.push(JSON.stringify(input)),
    };
    return { ...functions(fakeClients({ lambda })), calls };
  }
  const zip = new Uint8Array([1]);

  it("is waited for until calls reach it", async () => {
    const { replaceCode, calls } = updating([
      { LastUpdateStatus: "InProgress" },
      { LastUpdateStatus: "InProgress" },
      { LastUpdateStatus: "Successful" },
    ]);
    await replaceCode(fn, zip);
    expect(calls).toEqual(["updateFunctionCode", "getFunctionConfiguration", "getFunctionConfiguration"]);
  });

  it("is published for the alias that calls go through", async () => {
    const { replaceCode, calls } = updating([{ LastUpdateStatus: "Successful" }]);
    await replaceCode({ ...fn, id: `${fn.id}:live` }, zip);
    expect(calls).toEqual(["updateFunctionCode", '{"FunctionName":"app-pay","Name":"live","FunctionVersion":"7"}']);
  });

  it("is refused before it is sent when a request cannot hold it", async () => {
    const { replaceCode, calls } = updating([]);
    await expect(replaceCode(fn, new Uint8Array(50 * 1024 * 1024 + 1))).rejects.toThrow(
      "The package of app-pay has 52428801 bytes; a request holds at most 52428800.",
    );
    expect(calls).toEqual([]);
  });

  it("fails with Lambda's reason", async () => {
    const failed = { LastUpdateStatus: "Failed", LastUpdateStatusReason: "bad zip", LastUpdateStatusReasonCode: "X" };
    await expect(updating([failed]).replaceCode(fn, zip)).rejects.toThrow(
      "Lambda could not update the code of app-pay: bad zip (X).",
    );
  });
});
