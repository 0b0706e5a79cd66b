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

test("the list of the repository's files is not empty", () => {
  expect(sources.length).toBeGreaterThan(300);
});

test("code that ships into functions imports only types from the model", () => {
  const values = sources
    .filter(({ path }) => /^(runtime|adapters\/\w+\/runtime)\//.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "(?:\.\.\/)+model\/[^"]*"/gm)].map(
        ([line]) => `${path}: ${line}`,
      ),
    );
  expect(values).toEqual([]);
});

test("adapters load Pulumi and providers only in the loaders of classes", () => {
  const loaded = sources
    .filter(({ path }) => /^adapters\/(?!\w+\/bench\/)/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "@pulumi\/[^"]*"|import\("@pulumi\/[^"]*"\)/gm)]
        .filter(([found]) => !(path.endsWith("/resource-types.ts") && found.startsWith("import(")))
        .map(([found]) => `${path}: ${found}`),
    );
  expect(loaded).toEqual([]);
});

/** A project's stack files for a cloud. */
const stacksOfTemplates = globSync("templates/**/stacks/", { cwd: root, onlyDirectories: true });
/** Folders that may name clouds. */
const CLOUDS_OWN = ["adapters/", "offline/", "docs/", "examples/", "test/", "infra/stacks/", ...stacksOfTemplates];
/** Adapters share this, and it must hold for every cloud. The registry names them all. */
const SHARED_BY_ADAPTERS = ["adapters/shared/", "adapters/graph/", "adapters/contract.ts", "adapters/rules.ts"];
/** Files that say what the package is, what it needs and what was measured of it on each target. */
const ABOUT = [
  "package.json",
  "package-lock.json",
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "bench/RESULTS.md",
];
/** Clouds, their servers on this machine, and their services. (`iam` is also a word of the spec: a kind of auth.) */
const NAMES = [
  /\b(aws|amazon\w*|lambda|cloudwatch|dynamodb|eventbridge|kinesis|s3|sns|sqs)\b/i,
  /\b(aliyun\w*|alibaba\w*|alicloud|kms|mns|oss|ots|sls|tablestore)\b/i,
  /\b(localstack|ministack)\b/i,
];

test("only the clouds' own folders name a cloud", () => {
  const untracked = readFileSync(`${root}/.gitignore`, "utf8").trim().split("\n");
  const all = globSync("**", {
    cwd: root,
    dot: true,
    ignore: [".git", ".git/**", ...untracked.flatMap((name) => [`**/${name}`, `**/${name.replace(/\/$/, "")}/**`])],
  });
  const startsWith = (path: string, folders: readonly string[]) => folders.some((folder) => path.startsWith(folder));
  const neutral = all.filter(
    (path) => startsWith(path, SHARED_BY_ADAPTERS) || !(startsWith(path, CLOUDS_OWN) || ABOUT.includes(path)),
  );
  for (const folder of [
    "bench/",
    "cli/",
    "functions/",
    "infra/",
    "model/",
    "runtime/",
    "schema/",
    "scripts/",
    "testing/",
  ])
    expect(startsWith(folder, CLOUDS_OWN) || neutral.some((path) => path.startsWith(folder)), folder).toBe(true);
  expect(neutral).toContain("biome.json");
  // Comments and texts too: what they say must hold for every cloud.
  const named = neutral.flatMap((path) => {
    const text = `${path}\n${readFileSync(`${root}/${path}`, "utf8")}`;
    return NAMES.flatMap((name) => name.exec(text)?.slice(0, 1) ?? []).map((word) => `${path}: ${word}`);
  });
  expect(named).toEqual([]);
});

test("no file is longer than 300 lines", () => {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});
