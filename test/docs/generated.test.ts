import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedFiles } from "../../scripts/generated.ts";

test("generated files are up to date with `npm run generate`", async () => {
  for (const [path, text] of Object.entries(await generatedFiles())) {
    expect(readFileSync(path, "utf8"), path).toBe(text);
  }
});
