import fc from "fast-check";
import { expect, test } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { encodeKeyFilter } from "../../../adapters/aws/key-filters.ts";
import { localstack } from "../../../adapters/localstack/adapter.ts";
import { plannedBy } from "../planned.ts";

test.each([
  ["in/", "in/"],
  ["year=2026/", "year%3D2026/"],
  ["my files/", "my+files/"],
  ["a+b", "a%2Bb"],
  ["50%/", "50%25/"],
  ["äö/", "%C3%A4%C3%B6/"],
  ["📷", "%F0%9F%93%B7"],
  ["a&b$c@d;e:f,g?", "a%26b%24c%40d%3Be%3Af%2Cg%3F"],
  ['\\{}^`[]"<>#|~', "%5C%7B%7D%5E%60%5B%5D%22%3C%3E%23%7C%7E"],
  ["safe!-_.*'()", "safe!-_.*'()"],
])("encodes %j as %j in a filter", (text, encoded) => {
  expect(encodeKeyFilter(text)).toBe(encoded);
});

test("an encoded filter decodes to the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(decodeURIComponent(encodeKeyFilter(text).replaceAll("+", "%20"))).toBe(text);
    }),
  );
});

test("S3 gets encoded filters, servers on this machine plain ones", async () => {
  const triggers = { t: { kind: "bucket", bucket: "b", prefix: "year=2026/", suffix: " copy.png" } };
  const spec = { name: "shop", resources: { b: { kind: "bucket" } }, functions: { f: { handler: "f.ts", triggers } } };
  const filterOn = async (adapter: typeof aws) => {
    const planned = await plannedBy(adapter, spec);
    const notification = planned.find(({ type }) => type.endsWith(":BucketNotification"));
    return (notification?.inputs.lambdaFunctions as object[] | undefined)?.[0];
  };
  expect(await filterOn(aws)).toMatchObject({ filterPrefix: "year%3D2026/", filterSuffix: "+copy.png" });
  expect(await filterOn(localstack)).toMatchObject({ filterPrefix: "year=2026/", filterSuffix: " copy.png" });
});
