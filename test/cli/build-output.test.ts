import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

const SPEC = `
name: shop
functions:
  worker: { handler: worker.ts, triggers: { daily: { kind: schedule, rate: 1d } } }
`;

function project(): string {
  const directory = temporaryDirectory();
  write(directory, { "polyfn.yaml": SPEC, "worker.ts": "export default { schedule() {} };" });
  return directory;
}

test("build removes the packages of removed functions and reports them", async () => {
  const directory = project();
  const build = () => polyfn(directory, "build", "--target", "aws", "--out", "out");
  await build();
  write(directory, { "polyfn.yaml": SPEC.replaceAll("worker:", "runner:"), "out/notes.txt": "mine" });
  expect((await build()).out).toContain("removed worker.zip of an earlier build\n");
  expect(readdirSync(join(directory, "out")).sort()).toEqual(["manifest.json", "notes.txt", "runner.zip"]);
  write(directory, { "polyfn.yaml": SPEC, "out/runner.zip": "changed" });
  expect((await build()).out).toContain("kept runner.zip, which changed since an earlier build\n");
  expect(readdirSync(join(directory, "out"))).toContain("runner.zip");
  expect((await build()).out).not.toContain("runner.zip");
});

test.each<[string, (out: string) => void, string]>([
  ["is a file", (out) => writeFileSync(out, ""), '/out" is a file, not a folder.'],
  ["leads nowhere", (out) => symlinkSync("gone/deep", out), '/out" is a link that leads nowhere.'],
  ["leads to itself", (out) => symlinkSync("out", out), '/out" is a link that leads to itself.'],
  [
    "has a folder in the place of a package",
    (out) => mkdirSync(join(out, "worker.zip"), { recursive: true }),
    "is a folder, not a file.",
  ],
])("build refuses an output folder that %s", async (_, make, why) => {
  const directory = project();
  make(join(directory, "out"));
  const { code, err } = await polyfn(directory, "build", "--target", "aws", "--out", "out");
  expect(code).toBe(2);
  expect(err).toContain(why);
  expect(err).toContain("Name another folder with --out");
});
