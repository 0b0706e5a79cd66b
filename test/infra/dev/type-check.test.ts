import { once } from "node:events";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { CheckReader, checkTypes, type TypeCheck } from "../../../infra/dev/type-check.ts";
import { linkPackages, temporaryDirectory, write } from "../project.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

test("collects the errors of each pass, with the lines that explain them", () => {
  const checks: TypeCheck[] = [];
  const reader = new CheckReader((check) => checks.push(check));
  const lines = [
    "7:12:01 PM - Starting compilation in watch mode...",
    "",
    "functions/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
    "functions/b.ts(1,1): error TS2345: Argument of type 'X' is not assignable.",
    "  Property 'y' is missing.",
    "7:12:03 PM - Found 2 errors. Watching for file changes.",
    "7:12:09 PM - File change detected. Starting incremental compilation...",
    "7:12:10 PM - Found 0 errors. Watching for file changes.",
  ];
  for (const line of lines) reader.read(line);
  expect(checks).toEqual([
    {
      errors: [
        "functions/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
        "functions/b.ts(1,1): error TS2345: Argument of type 'X' is not assignable.\n  Property 'y' is missing.",
      ],
    },
    { errors: [] },
  ]);
});

test("needs a tsconfig.json", () => {
  const directory = temporaryDirectory();
  linkPackages(directory);
  expect(checkTypes(directory, () => undefined)).toBeUndefined();
});

test.each(["typescript", "typescript-native"])("reports the errors of the project's own compiler: %s", async (name) => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(join(repository, "node_modules", name), join(directory, "node_modules", "typescript"));
  write(directory, {
    "tsconfig.json":
      '{ "compilerOptions": { "types": [], "strict": true, "noLib": true }, "files": ["globals.d.ts", "a.ts"] }',
    "globals.d.ts": [
      "Array",
      "Boolean",
      "CallableFunction",
      "Function",
      "IArguments",
      "NewableFunction",
      "Number",
      "Object",
      "RegExp",
      "String",
    ]
      .map((name) => `interface ${name}${name === "Array" ? "<T>" : ""} {}`)
      .join("\n"),
    "a.ts": 'export const n: number = "text";',
  });
  const checks = new EventTarget();
  const first = once(checks, "check");
  const checker = checkTypes(directory, (check) => checks.dispatchEvent(new CustomEvent("check", { detail: check })));
  onTestFinished(() => checker?.stop());
  const [{ detail }] = (await first) as [{ detail: TypeCheck }];
  expect(detail.errors).toEqual(["a.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'."]);
  const second = once(checks, "check");
  write(directory, { "a.ts": "export const n: number = 1;" });
  checker?.saved();
  const [{ detail: corrected }] = (await second) as [{ detail: TypeCheck }];
  expect(corrected.errors).toEqual([]);
});
