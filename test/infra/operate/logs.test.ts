import { describe, expect, it } from "vitest";
import type { LogLine, LogPage, LogQuery, Operator } from "../../../adapters/operate.ts";
import { UserError } from "../../../model/errors.ts";
import { entryOf, isAtLeast, type LogEntry } from "../../../infra/operate/logs/log-entry.ts";
import { type LogsQuery, readLogs } from "../../../infra/operate/logs/read-logs.ts";
import { fakeApp, fakeOperator } from "./fake-app.ts";

const origin = { target: "aws", region: "us-east-1", function: "pay" };
const read = (text: string, more: Partial<LogLine> = {}) => entryOf(origin, { time: new Date(0), text, ...more });

describe("a line of a log", () => {
  it("is its text where it is no JSON object with a message", () => {
    for (const text of ["hello", "{ not json", '{"a":1}', "[1]"]) expect(read(text).message).toBe(text);
  });

  it("is message, level and fields of a JSON object, without what the line has already", () => {
    const line = { time: "t", level: "warn", message: "slow", requestId: "1", function: "pay", ms: 7 };
    expect(read(JSON.stringify(line), { requestId: "1" })).toEqual({
      ...origin,
      time: new Date(0),
      requestId: "1",
      level: "warn",
      message: "slow",
      fields: { ms: 7 },
    });
  });

  it.each([
    ['{"level":30,"msg":"pino"}', "info", "pino"],
    ['{"level":60,"msg":"pino"}', "fatal", "pino"],
    ['{"severity":"WARNING","message":"cloud"}', "warn", "cloud"],
    ['{"levelname":"CRITICAL","message":"python"}', "fatal", "python"],
    ['{"log_level":"error","event":"structlog"}', "error", "structlog"],
  ])("is read as other loggers write it: %s", (text, level, message) => {
    expect(read(text)).toMatchObject({ level, message });
  });

  it("has the level that the runtime wrote, unless it says its own", () => {
    expect(read("hello", { level: "error" }).level).toBe("error");
    expect(read('{"level":"debug","message":"m"}', { level: "info" }).level).toBe("debug");
  });

  it("counts as info where it has no level", () => {
    expect([isAtLeast(read("x"), "info"), isAtLeast(read("x"), "warn")]).toEqual([true, false]);
    expect(isAtLeast(read("x", { level: "fatal" }), "error")).toBe(true);
  });
});

const spec = { functions: { one: { handler: "one.ts" }, two: { handler: "two.ts" } } };

/** An operator whose pages for each function are given. */
function logging(pages: Readonly<Record<string, readonly LogPage[]>>) {
  const asked: LogQuery[] = [];
  const logs: Operator["logs"] = async ({ name }, query) => {
    asked.push(query);
    return pages[name]?.[Number(query.cursor ?? 0)] ?? { lines: [], cursor: query.cursor ?? "0" };
  };
  return { ...fakeOperator({ logs }), asked };
}

const page = (cursor: string, lines: readonly (readonly [time: number, text: string])[], more = false): LogPage => ({
  lines: lines.map(([time, text]) => ({ time: new Date(time), text })),
  cursor,
  ...(more && { more }),
});

async function messages(names: readonly string[], query: LogsQuery, given: ReturnType<typeof logging>) {
  const found: LogEntry[] = [];
  for await (const entry of readLogs([await fakeApp(spec, given.operator)], names, query)) found.push(entry);
  return found.map(({ function: name, message }) => `${name}: ${message}`);
}

describe("logs of several functions", () => {
  const since = new Date(0);

  it("are in the order of their times", async () => {
    const pages = {
      "shop-dev-one": [
        page("1", [
          [1, "a"],
          [3, "c"],
        ]),
      ],
      "shop-dev-two": [page("1", [[2, "b"]])],
    };
    expect(await messages([], { since }, logging(pages))).toEqual(["one: a", "two: b", "one: c"]);
    expect(await messages(["two"], { since }, logging(pages))).toEqual(["two: b"]);
  });

  it("are read to the end where a page is full", async () => {
    const pages = { "shop-dev-one": [page("1", [[1, "a"]], true), page("2", [[2, "b"]], true), page("3", [[3, "c"]])] };
    expect(await messages(["one"], { since }, logging(pages))).toEqual(["one: a", "one: b", "one: c"]);
  });

  it("hand the query to the cloud, and leave out lower levels themselves", async () => {
    const given = logging({
      "shop-dev-one": [
        page("1", [
          [1, '{"level":"debug","message":"d"}'],
          [2, '{"level":"warn","message":"w"}'],
        ]),
      ],
    });
    const query = { since, filter: "w", requestId: "7", level: "warn" as const };
    expect(await messages(["one"], query, given)).toEqual(["one: w"]);
    expect(given.asked).toEqual([{ since, filter: "w", requestId: "7" }]);
  });

  it("are followed from page to page until the signal aborts", async () => {
    const end = new AbortController();
    const given = logging({ "shop-dev-one": [page("1", [[1, "a"]]), page("2", [[2, "b"]])] });
    const app = await fakeApp(spec, given.operator);
    const found: string[] = [];
    for await (const { message } of readLogs([app], ["one"], { since, follow: end.signal })) {
      found.push(message);
      if (message === "b") end.abort();
    }
    expect(found).toEqual(["a", "b"]);
  });

  it("report a refused log once until it can be read again, and go on with the others", async () => {
    const end = new AbortController();
    const rounds = { one: 0, two: 0 };
    const logs: Operator["logs"] = async ({ name }) => {
      if (name.endsWith("one")) {
        rounds.one += 1;
        if (rounds.one !== 3) throw new UserError("AccessDenied");
        return page("1", [[1, "a"]]);
      }
      rounds.two += 1;
      return page(String(rounds.two), [[rounds.two, `b${rounds.two}`]]);
    };
    const app = await fakeApp(spec, fakeOperator({ logs }).operator);
    const found: string[] = [];
    const query: LogsQuery = {
      since,
      follow: end.signal,
      onRefused: ({ function: name }, { message }) => found.push(`${name}: ${message}`),
    };
    for await (const { message } of readLogs([app], [], query)) {
      found.push(message);
      if (message === "b4") end.abort();
    }
    expect(found.filter((text) => !text.startsWith("b"))).toEqual(["one: AccessDenied", "a", "one: AccessDenied"]);
    await expect(messages([], { since }, { ...fakeOperator({ logs }), asked: [] })).rejects.toThrow("AccessDenied");
  });

  it("of a function that does not exist are an error with the nearest name", async () => {
    await expect(messages(["ome"], { since }, logging({}))).rejects.toMatchObject({
      message: 'There is no function "ome" in the spec.',
      remedy: 'Did you mean "one"? It has one, two.',
    });
  });
});
