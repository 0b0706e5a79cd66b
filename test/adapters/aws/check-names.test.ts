import { expect, test } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { parseApp } from "../../../model/parse.ts";
import { deploymentOf } from "../planned.ts";
import { targetProblems } from "../target-problems.ts";

const found = (spec: object): string[] =>
  targetProblems(aws, parseApp({ name: "shop", ...spec }), deploymentOf(aws)).map(
    ({ path, code }) => `${path.join(".")}: ${code}`,
  );

const functions = (settings: object): object => ({ f: { handler: "f.ts", ...settings } });

test.each(["192.168.1.1", "a..b", "xn--shop", "amzn-s3-demo-shop", "shop-s3alias", "shop--x-s3", "shop.mrap"])(
  "refuses %s as the name of a bucket",
  (physicalName) => {
    const resources = { r: { kind: "bucket", physicalName } };
    expect(found({ resources })).toEqual(["resources.r.physicalName: bad-name"]);
  },
);

test("accepts the name of a bucket with digits and dots", () => {
  expect(found({ resources: { r: { kind: "bucket", physicalName: "192.168.1" } } })).toEqual([]);
});

test("refuses tags of functions that differ in case only, each once", () => {
  expect(found({ tags: { A: "1", a: "2" }, functions: functions({}) })).toEqual(["tags.a: conflict"]);
  expect(found({ tags: { A: "1" }, functions: functions({ tags: { a: "2" } }) })).toEqual([
    "functions.f.tags.a: conflict",
  ]);
});
