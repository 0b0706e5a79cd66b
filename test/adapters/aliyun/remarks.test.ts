import { expect, test } from "vitest";
import { remarksOn } from "../../../adapters/aliyun/remarks.ts";
import { parseApp } from "../../../model/parse.ts";

test.each([
  ["7d", []],
  ["8d", ["MNS keeps a message for 7d at most, not for 8d."]],
])("remarks on a retention above 7 days only: %s", (retention, expected) => {
  const app = parseApp({ name: "shop", resources: { q: { kind: "queue", retention } } });
  expect(remarksOn(app).map(({ message }) => message)).toEqual(expected);
});

test("makes no remark on the retention of an adopted queue", () => {
  expect(remarksOn(parseApp({ name: "shop", resources: { q: { kind: "queue", existing: "theirs" } } }))).toEqual([]);
});
