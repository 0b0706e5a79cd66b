import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ignore = ["**/node_modules/**", "**/dist/**", "**/.polyfn/**"];
const sources = globSync("**/*.{ts,mts,mjs}", { cwd: root, ignore }).map((path) => ({
  path,
  text: readFileSync(`${root}/${path}`, "utf8"),
}));
const within = (...folders: string[]) =>
  sources.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));

test("the list of files is not empty", () => {
  expect(sources.length).toBeGreaterThan(300);
});

test("what ships into functions takes only types from the model", () => {
  const values = sources
    .filter(({ path }) => /^(runtime|adapters\/\w+\/runtime)\//.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "(?:\.\.\/)+model\/[^"]*"/gm)].map(
        ([line]) => `${path}: ${line}`,
      ),
    );
  expect(values).toEqual([]);
});

test("shared code never names a cloud", () => {
  const shared = within(
    "model/",
    "runtime/",
    "infra/",
    "cli/",
    "functions/",
    "scripts/",
    "polyfn.config.ts",
    "index.ts",
  );
  // Comments and texts too: what they say must hold for every cloud.
  const named = shared.filter(({ text }) =>
    /\b(aws|amazon|lambda|aliyun|alibaba|alicloud|localstack|ministack)\b/i.test(text),
  );
  expect(named.map(({ path }) => path)).toEqual([]);
});

test("no file is longer than a reader's patience", () => {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});
