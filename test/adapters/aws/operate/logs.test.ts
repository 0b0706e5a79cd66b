import { describe, expect, it } from "vitest";
import { logs } from "../../../../adapters/aws/operate/logs.ts";
import { fakeClients, sdkError } from "./fake-clients.ts";

const A = "8f5ff3a5-9b1d-4f0e-9f0a-2f7f1d8c0a11";
const B = "11111111-2222-4333-8444-555555555555";
const fn = { name: "app-pay", id: "arn:aws:lambda:us-east-1:123456789012:function:app-pay" };
const since = new Date(1000);

interface Event {
  readonly eventId?: string;
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
}

let counter = 0;
const event = (timestamp: number, message: string, logStreamName = "one"): Event => ({
  eventId: `e${++counter}`,
  timestamp,
  message,
  logStreamName,
});

/** A log group that answers as CloudWatch does, a few events a page. */
function logGroup(events: () => readonly Event[], group = "/aws/lambda/app-pay", pageSize = 2) {
  const asked: Record<string, unknown>[] = [];
  const clients = fakeClients({
    lambda: { getFunctionConfiguration: () => ({ LoggingConfig: { LogGroup: group } }) },
    logs: {
      filterLogEvents(input) {
        asked.push(input);
        if (input.logGroupName !== group) throw sdkError("ResourceNotFoundException");
        const words = String(input.filterPattern ?? "").match(/[^" ]+/g) ?? [];
        const streams = input.logStreamNames as string[] | undefined;
        const found = events()
          .filter(({ timestamp }) => timestamp >= Number(input.startTime))
          .filter(({ message }) => words.every((word) => message.includes(word)))
          .filter(({ logStreamName }) => streams?.includes(logStreamName) ?? true);
        const start = Number(input.nextToken ?? 0);
        const end = start + pageSize;
        return { events: found.slice(start, end), ...(end < found.length && { nextToken: String(end) }) };
      },
    },
  });
  return { ...logs(clients), asked };
}

describe("the log of a function on AWS", () => {
  it("is read from the group of the function's own configuration, all pages, oldest first", async () => {
    const events = [event(2000, "one"), event(3000, "two"), event(2500, "between", "other"), event(4000, "last")];
    const { lines } = await logGroup(() => events, "/my/group").logs(fn, { since });
    expect(lines.map(({ text }) => text)).toEqual(["one", "between", "two", "last"]);
    expect(lines[0]?.time).toEqual(new Date(2000));
  });

  it("is followed without gaps and repetitions, late lines of an earlier time included", async () => {
    const events = [event(2000, "one"), event(3000, "two")];
    const { logs: read } = logGroup(() => events);
    const first = await read(fn, { since });
    expect(first.lines).toHaveLength(2);
    events.push(event(2500, "late", "other"), event(3000, "two"), event(3500, "new"));
    const second = await read(fn, { since, cursor: first.cursor });
    expect(second.lines.map(({ text }) => text)).toEqual(["late", "two", "new"]);
    const third = await read(fn, { since, cursor: second.cursor });
    expect(third.lines).toEqual([]);
  });

  it("is followed in the same way where a server gives events no identifiers", async () => {
    const unnamed = (): Event => ({ timestamp: 2000, message: "again", logStreamName: "one" });
    const events = [unnamed(), unnamed()];
    const { logs: read } = logGroup(() => events);
    const first = await read(fn, { since });
    expect(first.lines).toHaveLength(2);
    events.push(unnamed());
    const second = await read(fn, { since, cursor: first.cursor });
    expect(second.lines).toHaveLength(1);
    expect((await read(fn, { since, cursor: second.cursor })).lines).toEqual([]);
  });

  it("names the call of each line, also of lines that do not name it and of later pages", async () => {
    const events = [
      event(2000, `START RequestId: ${A} Version: $LATEST\n`),
      event(2001, "plain\n"),
      event(2002, `START RequestId: ${B} Version: $LATEST\n`, "other"),
      event(2003, "its own\n", "other"),
      event(2004, JSON.stringify({ message: "about another", requestId: B })),
    ];
    const { logs: read } = logGroup(() => events);
    const first = await read(fn, { since });
    expect(first.lines.map(({ requestId }) => requestId)).toEqual([A, B, A]);
    events.push(event(2005, "later"), event(2006, `REPORT RequestId: ${A}\tDuration: 1 ms\t`), event(2007, "idle"));
    const second = await read(fn, { since, cursor: first.cursor });
    expect(second.lines.map(({ text, requestId }) => [text, requestId])).toEqual([
      ["later", A],
      ["idle", undefined],
    ]);
  });

  it("returns the lines of one call only, those included that do not name it", async () => {
    const events = [
      event(2000, `START RequestId: ${A} Version: $LATEST\n`),
      event(2001, "mine\n"),
      event(2002, `START RequestId: ${B} Version: $LATEST\n`, "other"),
      event(2003, "not mine\n", "other"),
    ];
    const { lines } = await logGroup(() => events).logs(fn, { since, requestId: A });
    expect(lines.map(({ text }) => text)).toEqual(["mine"]);
    expect((await logGroup(() => events).logs(fn, { since, requestId: "unknown" })).lines).toEqual([]);
  });

  it("asks CloudWatch for lines with every word, literally", async () => {
    const group = logGroup(() => [event(2000, "order ?paid twice"), event(2001, "order")]);
    const { lines } = await group.logs(fn, { since, filter: "order ?paid" });
    expect(lines.map(({ text }) => text)).toEqual(["order ?paid twice"]);
    expect(group.asked[0]?.filterPattern).toBe('"order" "?paid"');
  });

  it("is empty where the log group is not made yet", async () => {
    const clients = fakeClients({
      lambda: { getFunctionConfiguration: () => ({}) },
      logs: {
        filterLogEvents: () => {
          throw sdkError("ResourceNotFoundException");
        },
      },
    });
    expect((await logs(clients).logs(fn, { since })).lines).toEqual([]);
  });

  it("says that a full page has more, and continues after it", async () => {
    const events = Array.from({ length: 10_003 }, (_, index) => event(2000 + index, String(index)));
    const { logs: read } = logGroup(() => events, undefined, 5000);
    const first = await read(fn, { since });
    expect([first.lines.length, first.more]).toEqual([10_000, true]);
    const second = await read(fn, { since, cursor: first.cursor });
    expect(second.lines.map(({ text }) => text)).toEqual(["10000", "10001", "10002"]);
    expect(second.more).toBeUndefined();
  });
});
