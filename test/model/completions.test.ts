import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test, vi } from "vitest";

// The compiler starts cold in the first test, which takes long on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FILE = `${ROOT}test/model/completed.ts`;
let text = "";
let version = 0;

const { options } = ts.parseJsonConfigFileContent({ extends: "./tsconfig.json", files: [] }, ts.sys, ROOT);
const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [FILE],
  getScriptVersion: (name) => (name === FILE ? String(version) : "0"),
  getScriptSnapshot: (name) => {
    const content = name === FILE ? text : ts.sys.readFile(name);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => ROOT,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (name) => name === FILE || ts.sys.fileExists(name),
  readFile: ts.sys.readFile,
});

/** The completions that an editor offers at `|` in a spec. */
function completions(marked: string): string[] {
  const source = `import { defineApp } from "../../model/define-app.ts";\n${marked}`;
  text = source.replace("|", "");
  version += 1;
  const found = service.getCompletionsAtPosition(FILE, source.indexOf("|"), {});
  return (found?.entries ?? []).map((entry) => entry.name).sort();
}

const spec = (fn: string): string => `defineApp({
  name: "x",
  resources: { jobs: { kind: "queue" }, failed: { kind: "queue" }, files: { kind: "bucket" } },
  functions: { f: { handler: "f.ts", ${fn} } },
});`;

test("offers an editor the names of resources of the right kind", () => {
  expect(completions(spec('triggers: { t: { kind: "queue", queue: "|" } }'))).toEqual(["failed", "jobs"]);
});

test("offers an editor the verbs of the resource's kind", () => {
  expect(completions(spec('permissions: { files: ["|"] }'))).toEqual(["read", "write"]);
});

test("offers an editor the names that permissions can refer to", () => {
  expect(completions(spec("permissions: { | }"))).toEqual(expect.arrayContaining(["f", "failed", "files", "jobs"]));
});
