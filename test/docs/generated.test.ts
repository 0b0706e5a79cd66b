import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedFiles } from "../../scripts/generated.ts";

test("files that are made from code are fresh: `npm run generate` makes them", async () => {
  for (const [path, text] of Object.entries(await generatedFiles())) {
    expect(readFileSync(path, "utf8"), path).toBe(text);
  }
});
