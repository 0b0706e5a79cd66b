import { describe, expect, it } from "vitest";
import {
  busPattern,
  queueFilter,
  streamFilter,
  tableFilter,
  tableFilterRefusals,
  topicFilter,
} from "../../../adapters/aws/patterns.ts";
import type { ContentPattern } from "../../../model/shared-fields.ts";

it("converts a bus pattern to EventBridge's syntax in a fixed order", () => {
  const pattern = busPattern({ type: ["paid"], source: ["shop"], data: { total: [{ numeric: [">", 10] }], a: [1] } });
  expect(pattern).toBe('{"detail":{"a":[1],"total":[{"numeric":[">",10]}]},"detail-type":["paid"],"source":["shop"]}');
});

it("wraps filters of queues, streams and topics in the envelope of their source", () => {
  const filter: ContentPattern = { kind: ["a", { prefix: "b" }], deep: { x: [null, true] } };
  expect(JSON.parse(queueFilter(filter))).toEqual({ body: filter });
  expect(JSON.parse(streamFilter(filter))).toEqual({ data: filter });
  expect(JSON.parse(topicFilter(filter))).toEqual(filter);
});

describe("filters of table rows", () => {
  it("convert to DynamoDB's typed images", () => {
    const filter: ContentPattern = {
      key: { id: [{ prefix: "order#" }] },
      before: { state: ["open"] },
      after: {
        state: [{ "anything-but": ["open", "new"] }],
        count: [1, 2.5],
        paid: [true],
        gone: [null],
        address: { city: [{ "equals-ignore-case": "berlin" }] },
      },
    };
    expect(tableFilterRefusals(filter)).toEqual([]);
    expect(JSON.parse(tableFilter(filter))).toEqual({
      dynamodb: {
        Keys: { id: { S: [{ prefix: "order#" }] } },
        OldImage: { state: { S: ["open"] } },
        NewImage: {
          state: { S: [{ "anything-but": ["open", "new"] }] },
          count: { N: ["1", "2.5"] },
          paid: { BOOL: [true] },
          gone: { NULL: [true] },
          address: { M: { city: { S: [{ "equals-ignore-case": "berlin" }] } } },
        },
      },
    });
  });

  it.each<[string, ContentPattern, string]>([
    ["another part of the event", { state: { x: ["open"] } }, "state"],
    ["a value instead of columns", { after: ["open"] }, "after"],
    ["ranges of numbers", { after: { n: [{ numeric: [">", 1] }] } }, "after.n"],
    ["existence", { after: { n: [{ exists: true }] } }, "after.n"],
    ["values of several types", { after: { n: ["1", 1] } }, "after.n"],
    ["nested", { after: { m: { n: [{ "anything-but": [1] }] } } }, "after.m.n"],
  ])("refuse %s", (_, filter, path) => {
    expect(tableFilterRefusals(filter).map((refusal) => refusal.path.join("."))).toEqual([path]);
  });
});
