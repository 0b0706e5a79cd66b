import type { PackageLimits } from "../../adapters/rules.ts";
import { expect, test } from "vitest";
import { aliyun } from "../../adapters/aliyun/adapter.ts";
import { aws } from "../../adapters/aws/adapter.ts";
import { localstack } from "../../adapters/localstack/adapter.ts";
import { buildFunctions } from "../../infra/build/index.ts";
import { sizeFindings, sizesOf } from "../../infra/build/sizes.ts";
import { zip } from "../../infra/build/zip.ts";
import { plan } from "../../infra/plan.ts";
import { checkApp, parseApp } from "../../model/parse.ts";
import { adapter, problemsOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";
import { adapterFor, targets } from "../../infra/targets.ts";

const MB = 1024 * 1024;

/** Codes of what is found. */
const judge = (target: typeof aws, sizes: { zipped: number; unzipped: number }, layers: string[] = []) => {
  const { problems, remarks } = sizeFindings({ name: "f", layers }, sizes, target);
  return [...problems, ...remarks].map(({ code, message }) => `${code}: ${message}`);
};

test.each<[string, typeof aws, { zipped: number; unzipped: number }, string[]]>([
  ["a small package", aws, { zipped: 39 * MB, unzipped: 199 * MB }, []],
  [
    "80 percent of the zip",
    aws,
    { zipped: 40 * MB, unzipped: 1 },
    ["package-size: The package has 40.0 MB (41943040 bytes) zipped; AWS Lambda takes 50.0 MB (52428800 bytes)."],
  ],
  ["exactly the limit", aws, { zipped: 50 * MB, unzipped: 1 }, [expect.stringMatching(/^package-size: /)]],
  [
    "one byte above the limit",
    aws,
    { zipped: 50 * MB + 1, unzipped: 1 },
    [expect.stringMatching(/^package-too-large: .*\(52428801 bytes\)/)],
  ],
  [
    "unzipped files above the limit",
    aws,
    { zipped: 10 * MB, unzipped: 251 * MB },
    [expect.stringMatching(/^package-too-large: .*251\.0 MB .*unzipped/)],
  ],
  [
    "the same on a server of AWS's protocols",
    localstack,
    { zipped: 51 * MB, unzipped: 1 },
    [expect.stringMatching(/^package-too-large: /)],
  ],
  ["the same on Aliyun", aliyun, { zipped: 51 * MB, unzipped: 251 * MB }, []],
  [
    "more than the limit of some regions",
    aliyun,
    { zipped: 101 * MB, unzipped: 1 },
    [expect.stringMatching(/^package-size: .*in some regions/)],
  ],
  [
    "80 percent on Aliyun",
    aliyun,
    { zipped: 400 * MB, unzipped: 1 },
    [expect.stringMatching(/^package-size: .*takes 500\.0 MB/)],
  ],
  [
    "more than the limit of Aliyun",
    aliyun,
    { zipped: 501 * MB, unzipped: 1 },
    [expect.stringMatching(/^package-too-large: /)],
  ],
])("checks the package size: %s", (_, target, sizes, found) => {
  expect(judge(target, sizes)).toEqual(found);
});

test("layers of unknown size are reported together with the size of the files", () => {
  expect(judge(aws, { zipped: 1, unzipped: 210 * MB }, ["arn:aws:lambda:x:1:layer:a:1"])).toEqual([
    expect.stringContaining("The files of its 1 layers count too"),
  ]);
});

test("the sizes of a zip are read from its directory", () => {
  const bytes = zip([
    { path: "a.txt", content: Buffer.alloc(100_000) },
    { path: "b/c", content: Buffer.from("xyz") },
  ]);
  expect(sizesOf(bytes)).toEqual({ zipped: bytes.length, unzipped: 100_003 });
});

test("a package that is too large is refused, from the cache too, and a nearly full one causes a remark", async () => {
  const directory = temporaryDirectory();
  write(directory, { "f.ts": "export default () => 1;", "data.txt": "x".repeat(900) });
  const app = parseApp({ name: "shop", functions: { f: { handler: "f.ts", include: ["data.txt"] } } });
  const build = (limits: Partial<PackageLimits>) =>
    buildFunctions({
      app,
      adapter: { ...adapter, rules: { package: { ...adapter.rules.package, ...limits } } },
      directory,
    });
  const { artifacts, remarks } = await build({});
  const zipped = artifacts.get("f")?.bytes ?? 0;
  expect(remarks).toEqual([]);
  expect((await build({ zipped })).remarks).toMatchObject([{ code: "package-size", path: ["functions", "f"] }]);
  for (let i = 0; i < 2; i++)
    expect(await problemsOf(build({ zipped: zipped - 1 }))).toMatchObject([{ path: "functions.f" }]);
});

const adapters = await Promise.all(targets().map(adapterFor));

test.each(adapters)("$name accepts five layers and refuses six", async (target) => {
  const check = (count: number) => {
    const layer = target.rules.functions["layers.*"]?.pattern?.example ?? "layer";
    const layers = Array.from({ length: count }, () => layer);
    const spec = { name: "shop", functions: { f: { handler: "f.ts", layers } } };
    const deployment = (app: string) => ({
      name: app,
      target: target.name,
      region: target.defaultRegion,
      prefix: app,
      settings: {},
      planned: true as const,
    });
    return plan({ checked: checkApp(spec), adapter: target, deployment });
  };
  expect(check(5).app.functions.size).toBe(1);
  expect(() => check(6)).toThrow(`${target.rules.service} allows at most 5 entries in layers, not 6.`);
});

test.each(adapters)("on $name a nearly full environment causes a remark, and a full one is refused", (target) => {
  const check = (bytes: number) => {
    const spec = { name: "shop", functions: { f: { handler: "f.ts", environment: { A: "x".repeat(bytes - 1) } } } };
    const deployment = (app: string) => ({
      name: app,
      target: target.name,
      region: target.defaultRegion,
      prefix: app,
      settings: {},
      planned: true as const,
    });
    return plan({ checked: checkApp(spec), adapter: target, deployment }).remarks.map(({ code }) => code);
  };
  expect(check(3276)).not.toContain("environment-size");
  expect(check(3277)).toContain("environment-size");
  expect(check(4096)).toContain("environment-size");
  expect(() => check(4097)).toThrow("allows 4096");
});
